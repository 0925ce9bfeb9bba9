// The look's files: one sheet, small scripts, fonts, all below public/. Each is read once when the service
// starts and served under an address that carries the hash of its bytes, so a browser may keep it for ever
// and still gets a changed file at once.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RequestHandler, Response } from 'express';
import type { AssetUrl } from './view-engine.ts';

/** Addresses of the files below public/, and the handler that serves them. */
export interface Assets {
  readonly url: AssetUrl;
  readonly serve: RequestHandler;
}

type Asset = { type: string; plain: Buffer; packed: { br: Buffer; gzip: Buffer } | null };

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads the files below `dir`; mount `serve` at `prefix`. Throws on a sheet that names a missing file. */
export function loadAssets(dir: string, prefix = '/assets'): Assets {
  const urls = new Map<string, string>();
  const byUrl = new Map<string, Asset>();
  const url: AssetUrl = (name) => {
    const known = urls.get(name);
    if (known === undefined) throw new Error(`no file public/${name}`);
    return known;
  };
  // Sheets come last: they name fonts by address, and an address needs the font's hash.
  for (const name of assetNames(dir)) {
    const bytes = readFileSync(join(dir, name));
    const plain = name.endsWith('.css') ? Buffer.from(linkSheet(bytes.toString('utf8'), url)) : bytes;
    const address = hashedName(name, plain);
    urls.set(name, `${prefix}/${address}`);
    byUrl.set(`/${address}`, makeAsset(name, plain));
  }
  return {
    url,
    serve(req, res, next) {
      const asset = byUrl.get(req.path);
      if (asset === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) next();
      else sendAsset(asset, req.get('Accept-Encoding') ?? '', res);
    },
  };
}

/** Takes comments and needless space out of a sheet; strings and rules stay as they are. */
export function shrinkSheet(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/([ :,(-])0\./g, '$1.')
    .replace(/(\b[a-z-]+:[^;{}]*) \/ /g, '$1/')
    .replace(/([\w-]+:) /g, '$1')
    .replace(/\[([\w-]+)="([\w-]+)"\]/g, '[$1=$2]')
    .replaceAll(';}', '}')
    .trim();
}

function assetNames(dir: string): string[] {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  const served = names.filter((name) => extname(name) in TYPES).sort();
  return [
    ...served.filter((name) => !name.endsWith('.css')),
    ...served.filter((name) => name.endsWith('.css')),
  ];
}

function linkSheet(css: string, url: AssetUrl): string {
  return shrinkSheet(css).replace(/url\("([^"]+)"\)/g, (_, name: string) => `url(${url(name)})`);
}

function hashedName(name: string, bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const ending = extname(name);
  return `${name.slice(0, -ending.length)}.${hash}${ending}`;
}

function makeAsset(name: string, plain: Buffer): Asset {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  // Fonts are compressed in themselves.
  const packed =
    type === 'font/woff2' ? null : { br: brotliCompressSync(plain), gzip: gzipSync(plain, { level: 9 }) };
  return { type, plain, packed };
}

function sendAsset(asset: Asset, accepted: string, res: Response): void {
  res.set('Cache-Control', 'public, max-age=31536000, immutable').set('Content-Type', asset.type);
  const coding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  if (asset.packed !== null) res.vary('Accept-Encoding');
  if (asset.packed === null || coding === null) {
    res.end(asset.plain);
    return;
  }
  res.set('Content-Encoding', coding).end(asset.packed[coding]);
}
