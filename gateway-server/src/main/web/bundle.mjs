// Bundles watch.js and publish.js into modules that load nothing from anywhere else, and writes the
// licences of what went in beside them.
//
// Usage: node bundle.mjs OUTPUT_FOLDER (in a folder where `npm ci` has been run)

import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const [output] = process.argv.slice(2);
if (!output) throw new Error('usage: node bundle.mjs OUTPUT_FOLDER');

await rm(output, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['watch.js', 'publish.js'],
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome111', 'firefox115', 'safari16.4'],
  legalComments: 'none',
  alias: Object.fromEntries(
    ['@libav.js/variant-opus-af', '@kixelated/libavjs-webcodecs-polyfill'].map((name) => [name, './no-polyfill.js'])),
  metafile: true,
  outdir: output,
});
await writeFile(join(output, 'licences.txt'), await licences(packageFolders(metafile)));

/** Every package folder that a bundled file came out of, in the order of their paths. */
function packageFolders({ inputs }) {
  const folders = Object.keys(inputs)
    .map((input) => /^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
    .filter(Boolean);
  return [...new Set(folders)].sort();
}

/** Name, version, licence and source of each package, then whatever licence text the package ships. */
async function licences(folders) {
  const entries = await Promise.all(folders.map(async (folder) => {
    const { name, version, license, repository, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const from = typeof repository === 'string' ? repository : repository?.url;
    const by = typeof author === 'string' ? author : author?.name;
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const head = [`${name} ${version}`, `Licence: ${license}`, from && `Source: ${from}`, by && `Author: ${by}`];
    return [head.filter(Boolean).join('\n'), ...texts.map((text) => text.trim())].join('\n\n');
  }));
  // Two versions of one package say the same twice.
  return `${[...new Set(entries)].join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}
