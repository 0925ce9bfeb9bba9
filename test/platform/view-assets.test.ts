import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAssets, shrinkSheet } from '../../src/platform/http/assets.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assets-'));
  mkdirSync(join(dir, 'fonts'));
  writeFileSync(join(dir, 'fonts/a.woff2'), 'font');
  writeFileSync(join(dir, 'app.css'), '/* words */ b { src: url("fonts/a.woff2"); }\n');
  writeFileSync(join(dir, 'notes.md'), 'not served');
});

afterEach(() => rmSync(dir, { recursive: true }));

function app() {
  const assets = loadAssets(dir);
  const server = express();
  server.use('/assets', assets.serve);
  return { assets, server };
}

describe('loadAssets', () => {
  it('gives an address that changes with the bytes, also of a font that a sheet names', () => {
    const before = loadAssets(dir).url('app.css');
    expect(before).toMatch(/^\/assets\/app\.[0-9a-f]{12}\.css$/);
    expect(loadAssets(dir).url('app.css')).toBe(before);
    writeFileSync(join(dir, 'fonts/a.woff2'), 'another font');
    expect(loadAssets(dir).url('app.css')).not.toBe(before);
  });

  it('serves for ever, packed as the browser can', async () => {
    const { assets, server } = app();
    const packed = await request(server).get(assets.url('app.css')).set('Accept-Encoding', 'gzip');
    expect(packed.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
    });
    expect(packed.text).toBe(`b{src:url(${assets.url('fonts/a.woff2')})}`);
    const plain = await request(server).get(assets.url('app.css')).set('Accept-Encoding', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text).toBe(packed.text);
    const font = await request(server).get(assets.url('fonts/a.woff2')).set('Accept-Encoding', 'br');
    expect(font.headers['content-encoding']).toBeUndefined();
    expect(font.headers['content-type']).toBe('font/woff2');
  });

  it.each(['/assets/app.css', '/assets/app.000000000000.css', '/assets/notes.md', '/assets/../package.json'])(
    'serves nothing at %s',
    async (path) => {
      const { status } = await request(app().server).get(path);
      expect(status).toBe(404);
    },
  );

  it('takes no post', async () => {
    const { assets, server } = app();
    expect((await request(server).post(assets.url('app.css'))).status).toBe(404);
  });

  it('throws on a file that is not there, by name or in a sheet', () => {
    expect(() => loadAssets(dir).url('none.js')).toThrow('no file public/none.js');
    writeFileSync(join(dir, 'app.css'), 'b { src: url("fonts/none.woff2"); }');
    expect(() => loadAssets(dir)).toThrow('no file public/fonts/none.woff2');
  });
});

describe('shrinkSheet', () => {
  it.each([
    ['a , b > c { color : red; }\n', 'a,b>c{color : red}'],
    ['a { margin: 0.5rem -0.25em; }', 'a{margin:.5rem -.25em}'],
    ['a { width: calc(100% + 2.5rem); }', 'a{width:calc(100% + 2.5rem)}'],
    ['p :is(a, b) { font: 1rem / 1.5 serif; }', 'p :is(a,b){font:1rem/1.5 serif}'],
    ['[type="radio"]:checked { content: ""; }', '[type=radio]:checked{content:""}'],
    ['@media (min-width: 48rem) { a { b: c } }', '@media (min-width:48rem){a{b:c}}'],
    ['a + b { --x: 10.5px }', 'a + b{--x:10.5px}'],
  ])('%s becomes %s', (css, small) => expect(shrinkSheet(css)).toBe(small));
});
