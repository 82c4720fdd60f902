// The operations of the GraphiQL page against the schema.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, Source, validate } from 'graphql';
import { schemaFile } from './schema.mjs';

const page = path.join(import.meta.dirname, '../../api/graphiql');
const schema = buildSchema(readFileSync(schemaFile, 'utf8'));

const files = ['samples', 'session']
  .flatMap((folder) => readdirSync(path.join(page, folder)).map((file) => path.join(folder, file)))
  .filter((file) => file.endsWith('.graphql'));

const faults = files.flatMap((file) => validate(schema, parse(new Source(readFileSync(path.join(page, file), 'utf8'), file))));
for (const fault of faults) console.error(String(fault));
console.log(faults.length === 0 ? `All ${files.length} operations of the page are valid.` : 'The page needs mending.');
process.exitCode = faults.length === 0 ? 0 : 1;
