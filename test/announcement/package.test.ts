import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../../src/announcement/package-pages.ts';
import { publishedVersions, standingAnnouncement } from '../../src/announcement/pages.ts';
import { verifyPackage } from '../../verifier/verify.mjs';
import { MOMENT, openSigned, PAGE, type Signed, setOn, standingOf } from './ground.ts';

const bytesOf = (client: Signed['organiser'], path: string) =>
  client
    .get(path)
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks)));
    });

describe('the package of a result', () => {
  let open: Signed;
  beforeAll(async () => {
    open = await openSigned();
    await setOn(open);
  });
  afterAll(() => open.close());

  it('is not there before the moment; the sealed tier is the auditor’s alone', async () => {
    await open.nobody.get('/en/2027/package.zip').expect(404);
    await open.organiser.get(`${PAGE}/package.zip`).expect(404);
    await open.approver.get(`${PAGE}/package.zip`).expect(404);
    const auditor = await open.as('auditor@award.invalid');
    const { body } = await bytesOf(auditor, `${PAGE}/package.zip`).expect(200);
    const verified = await verifyPackage(new Uint8Array(body as Buffer));
    expect(verified.failed).toBeNull();
    expect(verified.about.tier).toBe('sealed');
  });

  it('is public from the moment on, and its verifier finds nothing wrong (TA-12)', async () => {
    open.clock.set(MOMENT);
    const { body, headers } = await bytesOf(open.nobody, '/en/2027/package.zip').expect(200);
    expect(headers['content-type']).toBe('application/zip');
    const verified = await verifyPackage(new Uint8Array(body as Buffer), {
      key: open.service.signingKey.publicKey,
    });
    expect(verified.failed).toBeNull();
    expect(verified.about.awardees.map(({ city }: { city: string }) => city)).toEqual([
      'Sønderborg',
      'Gdynia',
    ]);
    expect(
      verified.checks
        .filter(({ state }: { state: string }) => state === 'partly')
        .map(({ name }: { name: string }) => name),
    ).toEqual(['scorecards', 'scores', 'totals']);
    expect(publishedVersions(open.service.db, open.edition.id, MOMENT)).toHaveLength(1);
    expect(standingAnnouncement(open.service.db, open.edition.id)?.version).toBe(standingOf(open).version);
    expect(buildPackage).toBeTypeOf('function');
  });
});
