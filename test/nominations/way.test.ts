import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dossierOf } from '../../src/nominations/dossier-pages.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { openStand, type Stand } from '../stand.ts';
import { count, type Ground, layGround, PDF, rightAnswer } from './ground.ts';

let stand: Stand;
let ground: Ground;

beforeEach(async () => {
  stand = await openStand();
  ground = await layGround(stand);
});
afterEach(() => stand.close());

describe('the way of a city', () => {
  it('from the registry to a receipt, in forms alone', async () => {
    const city = await stand.as('mette@city.invalid');
    const found = await city.get('/en/nominations/start?edition=2027&q=sonderborg');
    expect(found.status).toBe(200);
    expect(found.text).toContain('Sønderborg');
    expect(found.text).toContain('name="name"');
    const started = await city.post('/en/nominations/start?edition=2027', {
      city: ground.cities.get('Sønderborg')?.id ?? '',
      lang: 'en',
      name: 'Mette Krog',
      q: 'sonderborg',
    });
    expect(started.status).toBe(303);
    const base = started.headers.location as string;
    const list = await city.get(base);
    expect(list.status).toBe(200);
    expect(list.text).toContain('0 of 13 sections ready');
    expect(list.text).toContain('Mette Krog');
    for (const section of ground.edition.definition.sections) {
      const path = `${base}/sections/${section.id}`;
      const form = await city.get(path);
      expect(form.status).toBe(200);
      const files = section.questions.filter((one) => one.kind === 'file');
      if (files.length > 0) {
        const sent = city.upload(path).field('version', '0');
        for (const question of files)
          sent.attach(question.id, PDF, { filename: 'a.pdf', contentType: 'application/pdf' });
        expect((await sent).status).toBe(303);
      } else {
        const answers = Object.fromEntries(section.questions.map((one) => [one.id, rightAnswer(one)]));
        expect((await city.post(path, { version: '0', ...answers })).status).toBe(303);
      }
    }
    const check = await city.get(`${base}/check`);
    expect(check.text).toContain('name="agreed"');
    const submitted = await city.post(`${base}/submit`, { agreed: 'yes' });
    expect(submitted.status).toBe(303);
    const receipt = await city.get(submitted.headers.location as string);
    expect(receipt.status).toBe(200);
    const id = base.split('/').at(-1) ?? '';
    const nomination = nominationById(stand.service.db, id);
    expect(nomination?.state).toBe('submitted');
    expect(receipt.text).toContain(nomination?.submission?.receipt);
    expect(receipt.text).toContain(nomination?.submission?.digest);
    const dossier = dossierOf(stand.service.db, id, 'fr');
    expect(dossier?.sections.map((one) => one.title)).toContain('Ressources');
    expect(count(stand, "SELECT count(*) AS n FROM outbox WHERE template = 'nominations.mail.receipt'")).toBe(
      1,
    );
  });
});
