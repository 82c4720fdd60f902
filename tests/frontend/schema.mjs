import path from 'node:path';

/** The schema as committed; RAPPORT_SCHEMA names another file. */
export const schemaFile = path.resolve(import.meta.dirname, process.env.RAPPORT_SCHEMA ?? '../../api/schema.graphql');
