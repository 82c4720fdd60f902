import type { CodegenConfig } from '@graphql-codegen/cli';
import { schemaFile } from '../schema.mjs';

const config: CodegenConfig = {
  schema: schemaFile,
  documents: ['codegen/src/**/*.ts'],
  emitLegacyCommonJSImports: false,
  generates: {
    'codegen/src/graphql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'read' }, persistedDocuments: true },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          CurrencyCode: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          JSON: 'Record<string, unknown>',
        },
      },
    },
  },
};

export default config;
