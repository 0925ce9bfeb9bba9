import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND as ONE_SECOND } from '../../src/platform/clock.ts';
import { type Client, openStand } from '../stand.ts';
import { MOMENT, openSigned, type Signed, setOn } from './ground.ts';

const PAGE = '/en/office/2027/announcement/certificates';
const run = promisify(execFile);

/** The bytes of an answer that is no text. */
async function bytesOf(client: Client, path: string): Promise<Buffer> {
  const { body } = await client
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    })
    .expect(200);
  return body as Buffer;
}

describe('certificates', () => {
  let signed: Signed;
  let folder: string;
  let winner: Client;
  let loser: Client;
  const pdfText = async (bytes: Buffer) => {
    const file = join(folder, 'one.pdf');
    await writeFile(file, bytes);
    return (await run('pdftotext', ['-layout', file, '-'])).stdout;
  };
  const named = (city: string, local: string | null) =>
    signed.service.db.$client.prepare('UPDATE cities SET local_name = ? WHERE name = ?').run(local, city);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'award-pdf-'));
    signed = await openSigned();
    winner = await signed.as('owner@dk.invalid');
    loser = await signed.as('owner@ie.invalid');
  });
  afterAll(async () => {
    await signed.close();
    await rm(folder, { recursive: true, force: true });
  });
  const fileOf = (city: string, lang = 'en') =>
    `/${lang}/office/2027/announcement/certificates/${signed.ids[city]}/certificate.pdf`;

  it('are drafts for the organisers once two people have signed, and nothing to anybody else', async () => {
    expect((await signed.organiser.get(PAGE).expect(200)).text).toContain(
      'Certificates that can be printed: 2 of 2',
    );
    const { Cork = '' } = signed.ids;
    for (const path of [PAGE, fileOf('Sønderborg'), `${PAGE}.zip`]) {
      for (const client of [signed.approver, winner, loser]) await client.get(path).expect(404);
      await signed.nobody.get(path).expect(303);
    }
    await signed.organiser.get(`${PAGE}/${Cork}`).expect(404);
    await signed.organiser.get(fileOf('Cork')).expect(404);
    expect(await pdfText(await bytesOf(signed.organiser, fileOf('Sønderborg')))).toContain(
      'Draft, no moment set',
    );
  });

  it('say the city, its country and the award in three languages, tagged and the same bytes each time', async () => {
    await setOn(signed);
    const words = { en: 'Denmark', fr: 'Danemark', es: 'Dinamarca' };
    for (const [lang, country] of Object.entries(words)) {
      const bytes = await bytesOf(signed.organiser, fileOf('Sønderborg', lang));
      const text = await pdfText(bytes);
      expect(text).toContain('Sønderborg');
      expect(text).toContain(country);
      expect(text).not.toContain('announcement.');
      const info = (await run('pdfinfo', ['-struct', join(folder, 'one.pdf')])).stdout;
      expect(info).toMatch(/H1[\s\S]*Figure/);
      expect(bytes.toString('latin1')).toContain(`/Lang (${lang})`);
      const dates = (await run('pdfinfo', ['-isodates', join(folder, 'one.pdf')])).stdout;
      expect(dates).toMatch(/CreationDate: +2027-04-16T/);
    }
    const first = await bytesOf(signed.organiser, fileOf('Gdynia'));
    const { service } = signed;
    const again = await openStand({ start: MOMENT, env: { AWARD_BACKGROUND: 'off' } });
    try {
      // Another process would draw it anew; here the copy that is kept is passed by.
      const { certificatePdf, certifiedNow, sheetOf } = await import(
        '../../src/announcement/certificate-pages.ts'
      );
      const certified = certifiedNow(service.db, signed.edition, MOMENT - ONE_SECOND);
      const awardee = certified?.awardees.find(({ city }) => city === 'Gdynia');
      if (!certified || !awardee) throw new Error('Gdynia is an awardee');
      const facts = { db: again.service.db, translate: service.translate };
      const sheet = sheetOf(facts, 'en', certified, awardee);
      expect((await certificatePdf(facts, 'en', sheet, certified.madeAt)).equals(first)).toBe(true);
    } finally {
      await again.close();
    }
  });

  it.each([
    ['العيون', '‫العيون‬'],
    ['مدينة الصناعية', '‫مدينة الصناعية‬'],
    ['ירושלים', '‫ירושלים‬'],
    ['北京', '北京'],
    ['서울', '서울'],
    ['Αθήνα', 'Αθήνα'],
    ['Київ', 'Київ'],
    ['თბილისი', 'თბილისი'],
    ['አዲስ አበባ', 'አዲስ አበባ'],
    ['กรุงเทพ', 'กรุงเทพ'],
    ['Şanlıurfa, N’Zérékoré', 'Şanlıurfa, N’Zérékoré'],
  ])('print a name such as %s in its own script and order', async (local, printed) => {
    named('Sønderborg', local);
    const fresh = await bytesOf(await freshly(), fileOf('Sønderborg'));
    expect(await pdfText(fresh)).toContain(printed);
    named('Sønderborg', null);
  });

  /** What will be public was fixed with the moment: a name is changed before it is set anew. */
  async function freshly(): Promise<Client> {
    await signed.organiser.post('/en/office/2027/announcement/cancel').expect(303);
    await setOn(signed);
    return signed.organiser;
  }

  it('are refused where a character has no glyph, which is named, and the others still come', async () => {
    named('Sønderborg', 'ᠮᠣ');
    const organiser = await freshly();
    const { text } = await organiser.get(PAGE).expect(200);
    expect(text).toContain('Certificates that can be printed: 1 of 2');
    expect(text).toContain('Write the text of Sønderborg without ᠮ (U+182E) and ᠣ (U+1823)');
    await organiser.get(fileOf('Sønderborg')).expect(409);
    const zip = (await bytesOf(organiser, `${PAGE}.zip`)).toString('latin1');
    expect(zip).toContain('2027-gdynia-en.pdf');
    expect(zip).not.toContain('2027-sonderborg-en.pdf');
    expect(zip).toContain('not-printed.txt');
    named('Sønderborg', 'العيون');
    await freshly();
  });

  it('reach a city after the moment, its own alone, and the public never', async () => {
    const own = (city: string) => `/en/nominations/${signed.ids[city]}/certificate.pdf`;
    signed.clock.set(MOMENT - ONE_SECOND);
    await winner.get(own('Sønderborg')).expect(404);
    signed.clock.set(MOMENT);
    expect(await pdfText(await bytesOf(winner, own('Sønderborg')))).toContain('Sønderborg');
    expect((await winner.get(`/en/nominations/${signed.ids.Sønderborg}/result`).expect(200)).text).toContain(
      'Your certificate as PDF',
    );
    // The public list and the press list name it in its own language too.
    expect((await signed.nobody.get('/en/2027/awardees').expect(200)).text).toContain('<bdi>العيون</bdi>');
    expect((await signed.nobody.get('/en/2027/awardees.csv').expect(200)).text).toContain(
      'Sønderborg,العيون,DK',
    );
    await winner.get(own('Gdynia')).expect(404);
    await loser.get(own('Cork')).expect(404);
    await signed.nobody.get(own('Sønderborg')).expect(303);
  });
});
