import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointOfficer } from '../../src/editions/store.ts';
import { PREVIEW_ROLES, PREVIEWS } from '../../src/overview/role-preview-pages.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const PREVIEW = '/office/2027/preview';
const PAGES = PREVIEW_ROLES.flatMap((role) => PREVIEWS[role].map((name) => ({ role, name })));

describe('the preview as a role', () => {
  let stand: Stand;
  let office: Client;
  beforeAll(async () => {
    stand = await openStand();
    const { edition } = await layGround(stand);
    office = await stand.as('office@award.invalid');
    await stand.service.act('system', 'ground.laid', (tx) => {
      const auditor = ensureAccount(tx, { address: 'look@audit.invalid', name: 'Look', lang: 'en' });
      return appointOfficer(tx, edition.id, auditor, 'auditor');
    });
  });
  afterAll(() => stand.close());

  const audits = () => stand.service.db.$client.prepare('SELECT count(*) FROM audit').pluck().get();
  const main = (text: string) => text.slice(text.indexOf('<main'), text.indexOf('</main>'));

  it('lists every page, and each exists', async () => {
    const { text } = await office.get(`/en${PREVIEW}`).expect(200);
    for (const { role, name } of PAGES) expect(text).toContain(`href="/en${PREVIEW}/${role}/${name}"`);
  });

  it.each(PAGES)('of $role/$name is marked, in each language, and sends and writes nothing', async (at) => {
    const before = audits();
    for (const lang of ['en', 'fr', 'es']) {
      const { text } = await office.get(`/${lang}${PREVIEW}/${at.role}/${at.name}`).expect(200);
      expect(text).toMatch(/<aside class="pre"/);
      expect(main(text)).not.toContain('<form');
      expect(main(text)).not.toMatch(/>[^<]*\b[a-z]+\.(preview|mail|list|set|asked)\.[a-zA-Z.]+[^<]*</);
      for (const [, href] of main(text).matchAll(/href="(\/[a-z]{2}\/office[^"]*)"/g))
        expect([href, (await office.get(href ?? '')).status]).toEqual([href, 200]);
    }
    expect(audits()).toBe(before);
  });

  it('draws each section and each criterion from the definition that stands', async () => {
    const section = await office.get(`/en${PREVIEW}/city/section/access`).expect(200);
    expect(section.text).toMatch(/<fieldset class="form" disabled/);
    expect(section.text).toContain('name="access.answer"');
    const card = await office.get(`/fr${PREVIEW}/juror/card/access`).expect(200);
    expect(card.text).toMatch(/<fieldset disabled/);
    await office.get(`/en${PREVIEW}/city/section/nowhere`).expect(404);
    await office.get(`/en${PREVIEW}/juror/card/nowhere`).expect(404);
    await office.get(`/en${PREVIEW}/juror/secrets`).expect(404);
  });

  it('shows a draft that nobody else can see yet', async () => {
    await office.post('/en/office/new/copy', { from: '2027', slug: '2028', year: '2028' }).expect(303);
    await stand.nobody.get('/en/2028').expect(404);
    for (const { role, name } of PAGES)
      await office.get(`/en/office/2028/preview/${role}/${name}`).expect(200);
    expect((await office.get('/en/office/2028/preview/public')).text).toContain('Learning City Award 2028');
  });

  it('is no view as a person: nothing of what was planted in the edition is in it', async () => {
    stand.service.db.$client
      .prepare("UPDATE accounts SET name = 'Planted Person' WHERE id IN (SELECT id FROM accounts LIMIT 50)")
      .run();
    const auditor = await stand.as('look@audit.invalid');
    for (const { role, name } of PAGES)
      expect(main((await auditor.get(`/en${PREVIEW}/${role}/${name}`)).text)).not.toContain('Planted');
  });

  it('is read by the office alone, and takes no post', async () => {
    const stranger = await stand.as('x@city.invalid');
    for (const { role, name } of PAGES) await stranger.get(`/en${PREVIEW}/${role}/${name}`).expect(404);
    await (await stand.as('look@audit.invalid')).get(`/en${PREVIEW}`).expect(200);
    expect((await office.post(`/en${PREVIEW}/city/section`)).status).toBeGreaterThanOrEqual(404);
  });
});
