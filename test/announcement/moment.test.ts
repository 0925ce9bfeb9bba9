import { afterEach, describe, expect, it } from 'vitest';
import { announcementInvariants } from '../../src/announcement/invariants.ts';
import { allInvariants } from '../../src/invariants.ts';
import { withdrawNomination } from '../../src/nominations/store.ts';
import { MINUTE } from '../../src/platform/clock.ts';
import { digestOf } from '../../src/platform/digest.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { count, nominationOf } from '../screening/ground.ts';
import { closeOn, openScored } from '../tally/scored.ts';
import { MOMENT, momentOf, openSigned, PAGE, type Signed, setOn, sign, standingOf, THREE } from './ground.ts';

const PUBLIC = '/en/2027/awardees';

describe('the moment', () => {
  let open: Signed;
  afterEach(() => open.close());

  const text = async (path: string) => (await open.organiser.get(path).expect(200)).text;

  it('is refused as long as nothing is signed (DL-09)', async () => {
    const scored = await openScored(THREE);
    await closeOn(scored);
    const organiser = await scored.as('ines@award.invalid');
    open = { ...scored, organiser, second: organiser, approver: organiser };
    const answer = await organiser.post(`${PAGE}/moment`, momentOf(open, MOMENT)).expect(403);
    expect(answer.text).toContain('Have the selection approved by a second person first');
    expect(count(open, 'announcements')).toBe(0);
  });

  it('is refused in the past, beyond its stage, and where day or time is none, with what was typed', async () => {
    open = await openSigned();
    const post = (form: Record<string, string>) => open.organiser.post(`${PAGE}/moment`, form);
    const past = await post(momentOf(open, MOMENT - 60 * MINUTE)).expect(409);
    expect(past.text).toContain('Set a moment that lies ahead.');
    expect(past.text).toContain(`value="${momentOf(open, MOMENT - 60 * MINUTE).clock}"`);
    const late = await post({ day: '2031-01-01', clock: '10:00' }).expect(409);
    expect(late.text).toContain('Set a moment before the announcement stage closes');
    expect((await post({ day: 'soon', clock: '25:00' }).expect(422)).text).toContain('Write the day');
    await post({ day: '2027-02-31', clock: '10:00' }).expect(422);
    expect(count(open, 'announcements')).toBe(0);
  });

  it('is set once however often the button is pressed: one row, one audit entry, one letter a city', async () => {
    open = await openSigned();
    await Promise.all([setOn(open), setOn(open), setOn(open)]);
    expect(count(open, 'announcements')).toBe(1);
    expect(count(open, "audit WHERE action = 'announcement.set'")).toBe(1);
    expect(count(open, "outbox WHERE template LIKE 'announcement.mail.%'")).toBe(3);
    expect(count(open, 'outbox WHERE template LIKE ? AND due_at < ?', 'announcement.mail.%', MOMENT)).toBe(0);
  });

  it('is nobody else’s: a city, a stranger and a juror find no page, the approver may only read', async () => {
    open = await openSigned();
    for (const address of ['owner@dk.invalid', 'stranger@city.invalid', 'adjei@jury.invalid']) {
      const client = await open.as(address);
      await client.get(PAGE).expect(404);
      for (const verb of [
        'moment',
        'cancel',
        `citations/${open.ids.Gdynia}`,
        `corrections/${open.ids.Gdynia}`,
      ])
        await client.post(`${PAGE}/${verb}`, momentOf(open, MOMENT)).expect(404);
    }
    await open.approver.get(PAGE).expect(200);
    await open.approver.post(`${PAGE}/moment`, momentOf(open, MOMENT)).expect(404);
    expect(count(open, 'announcements')).toBe(0);
  });

  it('is taken back before it comes, with all letters, and never after it', async () => {
    open = await openSigned();
    await setOn(open);
    await open.organiser.post(`${PAGE}/cancel`).expect(303);
    await open.organiser.post(`${PAGE}/cancel`).expect(303);
    expect(count(open, 'outbox WHERE template LIKE ? AND stopped_at IS NULL', 'announcement.mail.%')).toBe(0);
    expect(count(open, "audit WHERE action = 'announcement.cancelled'")).toBe(1);
    open.clock.set(MOMENT + 1);
    await open.nobody.get(PUBLIC).expect(404);
    await setOn(open, MOMENT + 5 * MINUTE);
    open.clock.set(MOMENT + 5 * MINUTE);
    await open.nobody.get(PUBLIC).expect(200);
    expect((await open.organiser.post(`${PAGE}/cancel`).expect(409)).text).toContain(
      'The result is public already',
    );
    const again = await open.organiser
      .post(`${PAGE}/moment`, momentOf(open, MOMENT + 9 * MINUTE))
      .expect(409);
    expect(again.text).toContain('The result is public already');
    await open.nobody.get(PUBLIC).expect(200);
    expect(brokenInvariants(open.service.db, announcementInvariants)).toEqual([]);
  });

  it('fixes the citations: one written later is refused, and kept in the form', async () => {
    open = await openSigned();
    const cite = (en: string) =>
      open.organiser.post(`${PAGE}/citations/${open.ids.Gdynia}`, { en, fr: '', es: '' });
    await cite('For its harbour school.').expect(303);
    await setOn(open);
    expect((await cite('For something else.').expect(409)).text).toContain('Take the moment back first');
    open.clock.set(MOMENT);
    expect((await cite('For something else.').expect(409)).text).toContain('Publish a correction');
    const page = (await open.nobody.get(PUBLIC).expect(200)).text;
    expect(page).toContain('For its harbour school.');
    expect(page).not.toContain('For something else.');
  });

  it('passes without a result where an awardee withdrew, until the rest is signed anew (CO-10)', async () => {
    open = await openSigned();
    await setOn(open);
    await open.service.act('system', 'nomination.withdrawn', (tx) =>
      withdrawNomination(tx, nominationOf(open, open.ids.Gdynia ?? ''), 'No budget.'),
    );
    expect(await text(PAGE)).toContain('The signatures no longer hold');
    open.clock.set(MOMENT + MINUTE);
    await open.nobody.get(PUBLIC).expect(404);
    expect(await text(PAGE)).toContain('Held back: nothing is public');
    await open.organiser.post('/en/office/2027/decision/reserve', { reason: 'Gdynia left.' }).expect(303);
    await sign(open, 'Cork is next by the rules.');
    expect(await text(PAGE)).toContain('another selection than the one that is signed now');
    await open.nobody.get(PUBLIC).expect(404);
    await setOn(open, MOMENT + 3 * MINUTE);
    open.clock.set(MOMENT + 3 * MINUTE);
    const page = (await open.nobody.get(PUBLIC).expect(200)).text;
    expect(page).toContain('Sønderborg');
    expect(page).not.toContain('Gdynia');
    const letters = "outbox WHERE template LIKE 'announcement.mail.%' AND stopped_at IS NULL AND link LIKE ?";
    expect(count(open, letters, `%${open.ids.Gdynia}%`)).toBe(0);
    expect(count(open, letters, `%${open.ids.Cork}%`)).toBe(1);
    expect(brokenInvariants(open.service.db, announcementInvariants)).toEqual([]);
  });
});

describe('what goes out is what was signed', () => {
  let open: Signed;
  afterEach(() => open.close());

  const stored = () => open.service.db.$client;
  const planted: [string, string, () => void][] = [
    [
      'a sentence of the stored result (TA-17)',
      'was changed after the moment was set',
      () => stored().exec("UPDATE announcements SET public = replace(public, 'Gdynia', 'Gdansk')"),
    ],
    [
      'an awardee of the stored result, its digest put right',
      'are not those that were signed',
      () => {
        stored().exec(
          `UPDATE announcements SET public = replace(public, '${open.ids.Gdynia}', '${open.ids.Cork}')`,
        );
        stored().prepare('UPDATE announcements SET digest = ?').run(digestNow());
      },
    ],
    [
      'a score of a locked card (TA-06)',
      'The signatures no longer hold',
      () => stored().exec('UPDATE scores SET points = 1 WHERE points = 4'),
    ],
    [
      'the edition of the stored result (EM-14)',
      'belongs to another edition',
      () => {
        stored().exec(`UPDATE announcements SET public = json_set(public, '$.edition', 'another')`);
        stored().prepare('UPDATE announcements SET digest = ?').run(digestNow());
      },
    ],
  ];
  const digestNow = () => digestOf(standingOf(open).result);

  it.each(planted)('changing %s refuses publication and names it', async (_what, sentence, plant) => {
    open = await openSigned();
    await setOn(open);
    for (const guard of ['announcements_stand', 'locked_scores_stand'])
      stored().exec(`DROP TRIGGER IF EXISTS ${guard}`);
    open.clock.set(MOMENT + 1);
    await open.nobody.get(PUBLIC).expect(200);
    plant();
    await open.nobody.get(PUBLIC).expect(404);
    await open.nobody.get('/en/2027/awardees.csv').expect(404);
    const page = (await open.organiser.get(PAGE).expect(200)).text;
    expect(page).toContain(sentence);
    expect(page).toContain('Held back');
    // The dossiers of this ground name files that nobody uploaded.
    const found = brokenInvariants(open.service.db, allInvariants).filter(
      ({ name }) => !name.startsWith('a file'),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it('the database itself refuses to change a set result, or to take a version away', async () => {
    open = await openSigned();
    await setOn(open);
    expect(() => stored().exec("UPDATE announcements SET public = '{}'")).toThrow('stands as it was set');
    expect(() => stored().exec('UPDATE announcements SET moment_at = 1')).toThrow('stands as it was set');
    expect(() => stored().exec('DELETE FROM announcements')).toThrow('stays');
  });
});
