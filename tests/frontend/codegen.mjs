// A small front end: its types generated from the schema, compiled by `tsc --strict`, and run against the server.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { account, url } from './server.mjs';

for (const made of ['codegen/out', 'codegen/src/graphql']) {
  rmSync(path.join(import.meta.dirname, made), { recursive: true, force: true });
}
run('graphql-codegen', '--config', 'codegen/codegen.ts');
run('tsc', '--project', 'codegen');

const { main } = await import('./codegen/out/main.js');
await main(url, account.email, account.password);
