// Builds the page into ../assets/graphiql, where the server takes it from at compile time.
// The same packages give the same bytes: `node build.mjs --check` fails when the committed files are stale.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = import.meta.dirname;
const assets = path.join(here, '../assets/graphiql');

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  outdir: 'out',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
};

const page = await build({
  ...shared,
  entryPoints: { graphiql: 'src/main.tsx' },
  format: 'esm',
  loader: { '.graphql': 'text', '.ttf': 'dataurl' },
});

const workers = await build({
  ...shared,
  entryPoints: {
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  format: 'iife',
});

const files = new Map([['index.html', readFileSync(path.join(here, 'index.html'))]]);
for (const { path: file, contents } of [...page.outputFiles, ...workers.outputFiles]) {
  files.set(`${path.basename(file)}.gz`, compressed(contents));
}
files.set('licences.txt.gz', compressed(licences(page.metafile, workers.metafile)));

if (process.argv.includes('--check')) check();
else write();

function compressed(contents) {
  return execFileSync('gzip', ['-9n'], { input: contents, maxBuffer: 1 << 26 });
}

/** The licences of the packages that the files contain: most ask to be handed on with every copy. */
function licences(...metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file)));
  const folders = new Set(inputs.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean));

  const texts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(here, folder, 'package.json'), 'utf8'));
    const file = readdirSync(path.join(here, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(path.join(here, folder, file), 'utf8').trim() : '(the package carries no text)';
    return `${name} ${version}: ${license}\n\n${text}\n`;
  });
  return texts.sort().join(`\n${'='.repeat(80)}\n\n`);
}

function write() {
  rmSync(assets, { recursive: true, force: true });
  mkdirSync(assets, { recursive: true });
  for (const [name, contents] of files) {
    writeFileSync(path.join(assets, name), contents);
    console.log(`${String(contents.length).padStart(9)}  ${name}`);
  }
}

// Compares what is inside: another version of gzip may pack the same text differently.
function check() {
  const plain = (name, contents) => (name.endsWith('.gz') ? gunzipSync(contents) : contents);
  const stale = [...files].filter(([name, contents]) => {
    const committed = path.join(assets, name);
    return !existsSync(committed) || !plain(name, readFileSync(committed)).equals(plain(name, contents));
  });
  const surplus = readdirSync(assets).filter((name) => !files.has(name));
  if (stale.length + surplus.length === 0) return;

  console.error(`Stale: ${[...stale.map(([name]) => name), ...surplus].join(', ')}. Run "npm run build".`);
  process.exitCode = 1;
}
