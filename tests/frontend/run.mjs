import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Runs a program of an installed package. Its failure ends this one, with its own words. */
export function run(program, ...rest) {
  const here = import.meta.dirname;
  const { status } = spawnSync(path.join(here, 'node_modules/.bin', program), rest, { cwd: here, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
