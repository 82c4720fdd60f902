// relay-compiler over the fragments, pages and mutations of a small Relay front end.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { schemaFile } from './schema.mjs';

const out = path.join(import.meta.dirname, 'relay/out');
rmSync(out, { recursive: true, force: true });
mkdirSync(path.join(out, 'artifacts'), { recursive: true });
// The compiler does not follow a path that leaves its folder.
copyFileSync(schemaFile, path.join(out, 'schema.graphql'));

run('relay-compiler', 'relay.config.json');
