import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/platform/clock.ts';
import { count } from '../screening/ground.ts';
import { APPROVER } from '../tally/scored.ts';
import { MOMENT, openSigned, PAGE, type Signed, setOn, standingOf } from './ground.ts';

const PUBLIC = '/en/2027/awardees';

describe('a correction of a public result (EM-12)', () => {
  let open: Signed;
  const path = () => `${PAGE}/corrections/${open.ids.Gdynia}`;
  const right = { en: 'For its <b>harbour</b> school.', fr: 'Pour son école.', es: 'Por su escuela.' };
  const correct = (form: Record<string, string> = { ...right, reason: 'A name was misspelt.' }) =>
    open.organiser.post(path(), form);
  const pageAt = async (address: string) => (await open.nobody.get(address).expect(200)).text;

  beforeAll(async () => {
    open = await openSigned();
    await open.organiser
      .post(`${PAGE}/citations/${open.ids.Gdynia}`, { en: 'For its habour school.', fr: '', es: '' })
      .expect(303);
    await setOn(open);
  });
  afterAll(() => open.close());

  it('is refused before the result is public', async () => {
    expect((await correct().expect(409)).text).toContain('Corrections are for a public result');
    expect(count(open, 'announcements')).toBe(1);
    open.clock.set(MOMENT + MINUTE);
  });

  it('asks for a reason, and keeps what was typed', async () => {
    const { text } = await correct({ ...right, reason: '  ' }).expect(422);
    expect(text).toContain('Write the reason; it is published with the correction.');
    expect(text).toContain('&lt;b&gt;harbour&lt;/b&gt;');
    expect(count(open, 'announcements')).toBe(1);
  });

  it('is for awardees alone, and for organisers alone', async () => {
    const reason = { ...right, reason: 'Why not.' };
    await open.organiser.post(`${PAGE}/corrections/${open.ids.Cork}`, reason).expect(404);
    await (await open.as(APPROVER)).post(path(), reason).expect(404);
    await (await open.as('owner@pl.invalid')).post(path(), reason).expect(404);
    expect(count(open, 'announcements')).toBe(1);
  });

  it('is one new version with its date and reason however often it is sent; the earlier one stays', async () => {
    await correct().expect(303);
    await correct().expect(303);
    expect(count(open, 'announcements')).toBe(2);
    expect(count(open, "audit WHERE action = 'announcement.corrected'")).toBe(1);
    const now = await pageAt(PUBLIC);
    expect(now).toContain('For its &lt;b&gt;harbour&lt;/b&gt; school.');
    expect(now).not.toContain('habour');
    expect(now).toContain('A name was misspelt.');
    expect(now).toContain(`href="${PUBLIC}/1"`);
    const before = await pageAt(`${PUBLIC}/1`);
    expect(before).toContain('For its habour school.');
    expect(before).toContain('This is an earlier version; it was corrected.');
    await pageAt(`${PUBLIC}/2`);
    await open.nobody.get(`${PUBLIC}/3`).expect(404);
    await open.nobody.get(`${PUBLIC}/02`).expect(404);
    expect((await open.nobody.get(`${PUBLIC}.csv`).expect(200)).text).toContain('<b>harbour</b> school.');
  });

  it('sends no letter anew, and rests on the same signed selection', () => {
    expect(count(open, "outbox WHERE template LIKE 'announcement.mail.%'")).toBe(3);
    expect(standingOf(open)).toMatchObject({ version: 2, differences: [], note: 'A name was misspelt.' });
  });
});
