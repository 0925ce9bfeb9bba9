import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSigningKey } from '../../src/platform/signing-key.ts';
import { unpack } from '../../verifier/mutants.mjs';
import { verifyPackage } from '../../verifier/verify.mjs';
import type { Client } from '../stand.ts';
import { MOMENT, openSigned, PAGE, type Signed, setOn } from './ground.ts';

const PUBLIC = '/en/2027/package.zip';

async function bytesOf(client: Client, path: string): Promise<Buffer> {
  const { body } = await client
    .get(path)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks)));
    })
    .expect(200);
  return body as Buffer;
}

describe('the package of a result', () => {
  let open: Signed;
  let auditor: Client;
  let sealed: Map<string, string>;
  let shown: Map<string, string>;
  let old: Buffer;
  beforeAll(async () => {
    open = await openSigned();
    auditor = await open.as('auditor@award.invalid');
  });
  afterAll(() => open.close());

  const locks = () =>
    open.service.db.$client.prepare('SELECT commitment FROM scorecard_locks').pluck().all() as string[];

  it('is not there before a moment is set, nor before it comes; the sealed tier is the auditor’s alone', async () => {
    await auditor.get(`${PAGE}/package.zip`).expect(404);
    await setOn(open);
    await open.nobody.get(PUBLIC).expect(404);
    for (const client of [open.organiser, open.approver]) await client.get(`${PAGE}/package.zip`).expect(404);
    expect((await open.organiser.get(PAGE).expect(200)).text).not.toContain('package.zip');
    expect((await auditor.get(PAGE).expect(200)).text).toContain(`href="${PAGE}/package.zip"`);
    const zip = await bytesOf(auditor, `${PAGE}/package.zip`);
    const verified = await verifyPackage(new Uint8Array(zip));
    expect(verified).toMatchObject({ failed: null, about: { edition: '2027', tier: 'sealed' } });
    sealed = unpack(zip);
  });

  it('is public from the moment on, under the published key, and its verifier finds nothing wrong (TA-12)', async () => {
    open.clock.set(MOMENT);
    old = await bytesOf(open.nobody, PUBLIC);
    const key = open.service.signingKey.publicKey;
    expect((await open.nobody.get('/en/verify').expect(200)).text).toContain(key);
    const verified = await verifyPackage(new Uint8Array(old), { key });
    expect(verified.failed).toBeNull();
    expect(verified.about.awardees.map(({ city }) => city)).toEqual(['Sønderborg', 'Gdynia']);
    const partly = verified.checks.filter(({ state }) => state === 'partly').map(({ name }) => name);
    expect(partly).toEqual(['scorecards', 'scores', 'totals']);
    shown = unpack(old);
  });

  it('holds the commitment of every receipt; a changed card has another (TA-13)', () => {
    const { counted } = JSON.parse(shown.get('commitments.json') ?? '') as { counted: string[] };
    expect(locks()).toHaveLength(9);
    expect([...counted].sort()).toEqual(locks().sort());
    expect(shown.get('commitments.json')).toBe(sealed.get('commitments.json'));
  });

  it('names no juror to the public, and gives no single score away (JI-01)', () => {
    const told = ['definition.json', 'FORMAT.md', 'README.md'];
    const text = [...shown].flatMap(([name, content]) => (told.includes(name) ? [] : [content])).join('\n');
    const jurors = open.service.db.$client.prepare('SELECT id FROM jurors').pluck().all() as string[];
    expect(jurors).toHaveLength(3);
    const all = [...sealed.values()].join('\n');
    for (const canary of [...jurors, '"points"', '"remark"']) expect(all).toContain(canary);
    const names = [
      'Zoé',
      'Ferreira',
      'Adjei',
      'Pires',
      'Inês',
      '@jury.invalid',
      'ines@award.invalid',
      'owner@',
    ];
    for (const name of names) expect(all).not.toContain(name);
    for (const canary of [...jurors, ...names, '"points"', '"remark"']) expect(text).not.toContain(canary);
  });

  it('stays valid when the key is changed; the new one signs from then on (TA-18)', async () => {
    const file = join(open.service.config.dataDir, '..', `next-${Date.now()}.pem`);
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const next = openSigningKey({ ...open.service.config, signingKeyFile: file });
    expect(next.publicKey).not.toBe(open.service.signingKey.publicKey);
    expect((await verifyPackage(new Uint8Array(old))).failed).toBeNull();
    const under = await verifyPackage(new Uint8Array(old), { key: next.publicKey });
    expect(under.failed?.name).toBe('signature');
  });

  it('is refused like the page where what is stored is not what was signed (I8)', async () => {
    const sqlite = open.service.db.$client;
    sqlite.exec(
      "DROP TRIGGER announcements_stand; UPDATE announcements SET public = replace(public, 'Gdynia', 'Gdansk')",
    );
    await open.nobody.get(PUBLIC).expect(404);
    await auditor.get(`${PAGE}/package.zip`).expect(404);
  });
});

describe('the page of the verifier', () => {
  it('gives the offline page and the script to download, in three languages', async () => {
    const open = await openSigned();
    for (const lang of ['en', 'fr', 'es']) {
      const { text } = await open.nobody.get(`/${lang}/verify`).expect(200);
      expect(text).toContain(`href="/${lang}/verify/verify.html"`);
      expect(text).not.toMatch(/announcement\.[a-z]+/);
    }
    const page = await open.nobody.get('/en/verify/verify.html').expect(200);
    expect(page.headers['content-disposition']).toMatch(/^attachment; filename="?verify\.html"?$/);
    const script = await open.nobody.get('/en/verify/verify.mjs').expect(200);
    expect(page.text).toContain(script.text);
    await open.close();
  });
});
