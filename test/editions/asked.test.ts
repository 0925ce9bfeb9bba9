import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standingAsked } from '../../src/editions/asked-pages.ts';
import { appointOfficer } from '../../src/editions/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const OFFICE = '/en/office/2027/questions';
const PUBLIC = '/en/2027/questions';

describe('a question about the call', () => {
  let stand: Stand;
  let office: Client;
  let edition: string;
  beforeEach(async () => {
    stand = await openStand();
    edition = (await layGround(stand)).edition.id;
    office = await stand.as('office@award.invalid');
  });
  afterEach(() => stand.close());

  const typed = (question: string, answer: string) =>
    Object.fromEntries(
      ['en', 'fr', 'es'].flatMap((lang) => [
        [`question-${lang}`, `${question} ${lang}`],
        [`answer-${lang}`, `${answer} ${lang}`],
      ]),
    );
  const standing = () => standingAsked(stand.service.db, edition);
  const audits = () =>
    stand.service.db.$client
      .prepare("SELECT count(*) FROM audit WHERE action LIKE 'question.%'")
      .pluck()
      .get();

  it('is answered in three languages with its date, once however often it is sent', async () => {
    for (const _time of [1, 2]) await office.post(OFFICE, typed('May towns join?', 'Yes.')).expect(303);
    expect(standing()).toHaveLength(1);
    expect(audits()).toBe(1);
    for (const lang of ['en', 'fr', 'es']) {
      const { text } = await stand.nobody.get(`/${lang}/2027/questions`).expect(200);
      expect(text).toContain(`May towns join? ${lang}`);
      expect(text).toContain('2026');
    }
    expect((await stand.nobody.get('/en/2027')).text).toContain('href="/en/2027/questions"');
  });

  it('has to be written in all three languages; what was typed is kept', async () => {
    const answer = await office.post(OFFICE, { ...typed('May towns join?', 'Yes.'), 'answer-es': '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#answer-es"');
    expect(answer.text).toContain('value="May towns join? fr"');
    expect(standing()).toEqual([]);
  });

  it('is corrected by a dated answer in its place, and two corrections do not cross', async () => {
    await office.post(OFFICE, typed('May towns join?', 'Yes.')).expect(303);
    const [first] = standing();
    const path = `${OFFICE}/${first?.id}`;
    expect((await office.get(path)).text).toContain('Yes. fr');
    for (const _time of [1, 2]) await office.post(path, typed('May towns join?', 'Members may.')).expect(303);
    const other = await office.post(path, typed('May towns join?', 'No.'));
    expect(other.status).toBe(409);
    const { text } = await stand.nobody.get(PUBLIC);
    expect(text).toContain('Members may. en');
    expect(text).toContain('Corrected on');
    expect(text).not.toContain('Yes. en');
    expect(() => stand.service.db.$client.prepare("UPDATE asked_questions SET answer = '{}'").run()).toThrow(
      /never rewritten/,
    );
  });

  it('is taken back, twice the same as once', async () => {
    await office.post(OFFICE, typed('May towns join?', 'Yes.')).expect(303);
    const [first] = standing();
    for (const _time of [1, 2]) await office.post(`${OFFICE}/${first?.id}/withdraw`).expect(303);
    expect((await stand.nobody.get(PUBLIC)).text).toContain('Nothing has been asked yet');
    expect(audits()).toBe(2);
  });

  it('is answered by organisers alone, and read there by the office', async () => {
    await stand.service.act('system', 'ground.laid', (tx) => {
      const auditor = ensureAccount(tx, { address: 'look@audit.invalid', name: 'Look', lang: 'en' });
      return appointOfficer(tx, edition, auditor, 'auditor');
    });
    const auditor = await stand.as('look@audit.invalid');
    expect((await auditor.get(OFFICE).expect(200)).text).not.toContain('Publish the answer');
    await auditor.post(OFFICE, typed('Q', 'A')).expect(404);
    await (await stand.as('x@city.invalid')).get(OFFICE).expect(404);
    expect(standing()).toEqual([]);
  });
});
