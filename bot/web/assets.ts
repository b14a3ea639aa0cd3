import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { stripTypes } from './strip.ts';

export interface Asset {
  contentType: string;
  body: Uint8Array;
  etag: string;
}

const pageFolder = join(import.meta.dirname, 'page');

/** Other files of the folder are for us, not for browsers. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

/** By file name. Everything a browser may load is in this list, so no path can lead elsewhere. */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const all = await readdir(pageFolder);
  const names = all.filter((name) => extname(name) in contentTypes && !name.endsWith('.d.ts'));
  const sources = await Promise.all(names.map((name) => readFile(join(pageFolder, name), 'utf8')));
  const scripts = names.flatMap((name, index) =>
    extname(name) === '.ts' ? [{ name, source: sources[index] ?? '' }] : [],
  );
  const stripped = await stripTypes(scripts.map(({ source }) => source));
  const assets = new Map<string, Asset>();
  for (const [index, name] of names.entries()) {
    const script = scripts.findIndex((candidate) => candidate.name === name);
    const text = script < 0 ? sources[index] : stripped[script];
    assets.set(name, toAsset(contentTypes[extname(name)] ?? '', Buffer.from(text ?? '')));
  }
  assets.set('adaptivecards.min.js', await loadRenderer());
  return assets;
}

/** Microsoft's own renderer, from the package: nothing is fetched from elsewhere. */
async function loadRenderer(): Promise<Asset> {
  const path = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
  return toAsset('text/javascript; charset=utf-8', await readFile(path));
}

function toAsset(contentType: string, body: Uint8Array): Asset {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { contentType, body, etag };
}
