import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withdrawNomination } from '../../src/nominations/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { screeningInvariants } from '../../src/screening/invariants.ts';
import { openClarificationsOf, screeningState, shortlisted } from '../../src/screening/pages.ts';
import type { Client } from '../stand.ts';
import { count, type Ground, nominationOf, ORGANISER, openGround, SCREENING } from './ground.ts';

const LIST = '/en/office/2027/screening';

describe('screening', () => {
  let ground: Ground;
  let organiser: Client;
  beforeEach(async () => {
    ground = await openGround();
    organiser = await ground.as(ORGANISER);
  });
  afterEach(async () => {
    expect(brokenInvariants(ground.service.db, screeningInvariants)).toEqual([]);
    await ground.close();
  });

  const rows = (table: string) => count(ground, table);
  const audited = (action: string) => count(ground, 'audit WHERE action = ?', action);
  const state = (id: string) => screeningState(ground.service.db, id);
  const decide = (fields: Record<string, string | string[]>, query = '') =>
    organiser.post(`${LIST}/decide${query}`, { reason: 'As the findings say.', ...fields });

  it('shows a city through the editions whose office the viewer reads, with state, decision and awards', async () => {
    const id = await ground.nominate('Cork');
    await organiser
      .post(`${LIST}/${id}/decide`, {
        outcome: 'ineligible',
        reason: 'Awarded in 2024.',
        seen: '',
        against: '',
      })
      .expect(303);
    const city = nominationOf(ground, id).cityId;
    const path = `/en/office/2027/cities/${city}`;
    expect((await organiser.get(path).expect(200)).text).toContain(`${path}/history`);
    const { text } = await organiser.get(`${path}/history`).expect(200);
    for (const part of ['Cork through the editions', '2027', 'Not eligible', 'Awarded in 2024.', 'Awards: '])
      expect(text).toContain(part);
    const owner = await ground.as('owner@ie.invalid');
    await owner.get(`${path}/history`).expect(404);
  });

  it('lists submitted nominations with what is not met and what cannot be told', async () => {
    await ground.nominate('Sønderborg');
    await ground.nominate('Gdynia');
    await ground.nominate('北京', { endorsed: 'declined' });
    const { text } = await organiser.get(LIST).expect(200);
    expect(text).toContain('Sønderborg');
    expect(text).toContain('北京');
    expect(text).toContain('between 0 and 12 full months');
    expect(text).toContain('declined to nominate');
    expect(text).toContain('10 of 10 met');
    expect(text).toContain('Select all 3');
  });

  it('shows what the address asks for and nothing else', async () => {
    await ground.nominate('Sønderborg');
    await ground.nominate('Laâyoune');
    const { text } = await organiser.get(`${LIST}?region=ARB`).expect(200);
    expect(text).toContain('Laâyoune');
    expect(text).not.toContain('Sønderborg');
  });

  it('does not exist for a stranger, a city and a juror of nothing', async () => {
    const id = await ground.nominate('Sønderborg');
    for (const client of [await ground.as('stranger@else.invalid'), await ground.as('owner@dk.invalid')]) {
      for (const path of [LIST, `${LIST}/${id}`]) await client.get(path).expect(404);
      await client.post(`${LIST}/decide`, { nomination: id, act: 'eligible', reason: 'x' }).expect(404);
      await client.post(`${LIST}/${id}/decide`, { outcome: 'eligible', reason: 'x', seen: '' }).expect(404);
    }
    await ground.nobody.get(LIST).expect(303);
    expect(rows('screenings')).toBe(0);
  });

  it('lets the auditor read and change nothing', async () => {
    const id = await ground.nominate('Sønderborg');
    const auditor = await ground.as('auditor@award.invalid');
    const { text } = await auditor.get(LIST).expect(200);
    expect(text).not.toContain('type="checkbox"');
    expect((await auditor.get(`${LIST}/${id}`).expect(200)).text).not.toContain('<textarea');
    await auditor.post(`${LIST}/${id}/decide`, { outcome: 'eligible', reason: 'x', seen: '' }).expect(404);
  });

  it('decides in bulk with one reason, keeps filter and selection, and twice is the same as once', async () => {
    const ids = [await ground.nominate('Sønderborg'), await ground.nominate('Laâyoune')];
    for (let time = 0; time < 2; time += 1) {
      const { headers } = await decide({ nomination: ids, act: 'eligible' }, '?show=waiting').expect(303);
      expect(headers.location).toContain('?show=waiting&chosen=');
      for (const id of ids) expect(headers.location).toContain(`chosen=${id}`);
    }
    expect(ids.map(state)).toEqual(['eligible', 'eligible']);
    expect(rows('screenings')).toBe(2);
    expect(audited('nomination.screened')).toBe(2);
  });

  it('refuses a bulk "eligible" over what cannot be told, names each, keeps the typed reason and changes nobody', async () => {
    const good = await ground.nominate('Sønderborg');
    const unclear = await ground.nominate('Gdynia');
    const unknown = await ground.nominate('Porto-Novo');
    const answer = await decide({
      nomination: [good, unclear, unknown],
      act: 'eligible',
      reason: 'All "fine"',
    }).expect(422);
    expect(answer.text).toContain('Gdynia: Joined in 2026');
    expect(answer.text).toContain('Porto-Novo: The registry does not say since when');
    expect(answer.text).toContain('All &quot;fine&quot;');
    expect(answer.text).toContain(`href="#pick-${unclear}"`);
    expect(rows('screenings')).toBe(0);
  });

  it('refuses a bulk "ineligible" where all findings are met', async () => {
    const good = await ground.nominate('Sønderborg');
    expect((await decide({ nomination: good, act: 'ineligible' }).expect(422)).text).toContain(
      'All findings are met',
    );
  });

  it('refuses a bulk act without anybody or without a reason', async () => {
    const id = await ground.nominate('Sønderborg');
    await decide({ act: 'eligible' }).expect(422);
    expect((await decide({ nomination: id, act: 'eligible', reason: ' ' }).expect(422)).text).toContain(
      'Write the reason.',
    );
  });

  it('acts on all that are shown when their number is as stated, and refuses when it changed', async () => {
    await ground.nominate('Sønderborg');
    await ground.nominate('Laâyoune');
    expect((await organiser.get(`${LIST}?select=all`)).text).toContain('All 2 are selected');
    await decide({ all: 'yes', count: '1', act: 'eligible' }).expect(409);
    expect(rows('screenings')).toBe(0);
    const { headers } = await decide({ all: 'yes', count: '2', act: 'eligible' }).expect(303);
    expect(headers.location).toBe(`${LIST}?select=all`);
    expect(rows('screenings')).toBe(2);
  });

  it('refuses a nomination that left in the meantime', async () => {
    const id = await ground.nominate('Sønderborg');
    await ground.service.act('system', 'nomination.withdrawn', (tx) =>
      withdrawNomination(tx, nominationOf(ground, id), 'moved'),
    );
    await decide({ nomination: id, act: 'eligible' }).expect(409);
    await organiser.get(`${LIST}/${id}`).expect(404);
  });

  it('puts eligible ones alone on the shortlist, and takes them off with a reason', async () => {
    const id = await ground.nominate('Sønderborg');
    expect((await decide({ nomination: id, act: 'shortlist' }).expect(422)).text).toContain(
      'Find it eligible first',
    );
    await decide({ nomination: id, act: 'eligible' }).expect(303);
    await decide({ nomination: id, act: 'shortlist', reason: '' }).expect(303);
    await decide({ nomination: id, act: 'shortlist', reason: '' }).expect(303);
    expect(shortlisted(ground.service.db, ground.edition.id).map((one) => one.id)).toEqual([id]);
    expect(rows('shortlistings')).toBe(1);
    await decide({ nomination: id, act: 'off', reason: '' }).expect(422);
    await decide({ nomination: id, act: 'off', reason: 'Too early.' }).expect(303);
    expect(shortlisted(ground.service.db, ground.edition.id)).toEqual([]);
    expect(audited('nomination.screened')).toBe(3);
  });

  it('counts a withdrawn city out of the shortlist', async () => {
    const id = await ground.nominate('Sønderborg');
    await decide({ nomination: id, act: 'eligible' }).expect(303);
    await decide({ nomination: id, act: 'shortlist' }).expect(303);
    await ground.service.act('system', 'nomination.withdrawn', (tx) =>
      withdrawNomination(tx, nominationOf(ground, id), 'moved'),
    );
    expect(shortlisted(ground.service.db, ground.edition.id)).toEqual([]);
    expect(state(id)).toBe('withdrawn');
  });

  it('refuses to admit after the stage has closed, and still finds somebody not eligible', async () => {
    const id = await ground.nominate('Gdynia', { files: [] });
    ground.clock.set(Date.parse('2027-03-20T09:00:00Z'));
    organiser = await ground.as(ORGANISER);
    await organiser
      .post(`${LIST}/${id}/decide`, { outcome: 'eligible', reason: 'r', against: 'a', seen: '' })
      .expect(409);
    await organiser
      .post(`${LIST}/${id}/decide`, { outcome: 'ineligible', reason: 'No letter.', seen: '' })
      .expect(303);
    expect(state(id)).toBe('ineligible');
  });

  it('refuses to decide before the stage opens and after the results are public', async () => {
    const id = await ground.nominate('Gdynia', { files: [] });
    const decide = async () => {
      organiser = await ground.as(ORGANISER);
      const decision = { outcome: 'ineligible', reason: 'r', seen: '' };
      await organiser.post(`${LIST}/${id}/decide`, decision).expect(409);
    };
    ground.service.db.$client
      .prepare("UPDATE stages SET opens_at = ? WHERE stage = 'screening'")
      .run(SCREENING + 1);
    await decide();
    ground.clock.set(Date.parse('2027-06-20T09:00:00Z'));
    await decide();
    expect(rows('screenings')).toBe(0);
  });

  describe('one nomination', () => {
    it('shows the dossier beside the findings', async () => {
      const id = await ground.nominate('Gdynia');
      const { text } = await organiser.get(`${LIST}/${id}`).expect(200);
      for (const part of [
        'A boat with books.',
        'letter.pdf',
        'We know it well.',
        'Ask the city or the network for the month',
      ]) {
        expect(text).toContain(part);
      }
      for (const lang of ['fr', 'es'])
        await organiser.get(`/${lang}/office/2027/screening/${id}`).expect(200);
    });

    it('is decided against the findings only with a reason of its own, and what was typed is kept', async () => {
      const id = await ground.nominate('Gdynia');
      const path = `${LIST}/${id}/decide`;
      const refused = await organiser
        .post(path, { outcome: 'eligible', reason: 'Fine by us', against: '', seen: '' })
        .expect(422);
      expect(refused.text).toContain('Say why you decide against these findings.');
      expect(refused.text).toContain('Fine by us');
      await organiser
        .post(path, { outcome: 'eligible', reason: 'Fine', against: 'The network wrote: January.', seen: '' })
        .expect(303);
      expect((await organiser.get(`${LIST}/${id}`)).text).toContain('The network wrote: January.');
      expect(state(id)).toBe('eligible');
    });

    it('keeps every decision, refuses one on an old page, and takes a repeated one once', async () => {
      const id = await ground.nominate('Sønderborg');
      const path = `${LIST}/${id}/decide`;
      const first = { outcome: 'eligible', reason: 'All met.', seen: '' };
      await organiser.post(path, first).expect(303);
      await organiser.post(path, first).expect(303);
      const late = await organiser
        .post(path, { outcome: 'ineligible', reason: 'No', against: 'Copied', seen: '' })
        .expect(409);
      expect(late.text).toContain('Somebody decided on this nomination while you wrote');
      expect(late.text).toContain('Copied');
      const seen = ground.service.db.$client.prepare('SELECT id FROM screenings').pluck().get() as string;
      await organiser
        .post(path, { outcome: 'ineligible', reason: 'No', against: 'Copied', seen })
        .expect(303);
      expect(rows('screenings')).toBe(2);
      expect(audited('nomination.screened')).toBe(2);
      expect((await organiser.get(`${LIST}/${id}`)).text).toContain('found it eligible');
    });

    it('leaves the shortlist when it is found not eligible', async () => {
      const id = await ground.nominate('Sønderborg');
      await decide({ nomination: id, act: 'eligible' }).expect(303);
      await organiser.post(`${LIST}/${id}/shortlist`, { act: 'shortlist' }).expect(303);
      const seen = ground.service.db.$client.prepare('SELECT id FROM screenings').pluck().get() as string;
      await organiser
        .post(`${LIST}/${id}/decide`, {
          outcome: 'ineligible',
          reason: 'Copied.',
          against: 'Seen in print.',
          seen,
        })
        .expect(303);
      expect(shortlisted(ground.service.db, ground.edition.id)).toEqual([]);
    });

    it('is taken off the shortlist on its own page with a reason', async () => {
      const id = await ground.nominate('Sønderborg');
      await decide({ nomination: id, act: 'eligible' }).expect(303);
      await organiser.post(`${LIST}/${id}/shortlist`, { act: 'shortlist' }).expect(303);
      await organiser.post(`${LIST}/${id}/shortlist`, { act: 'off', offReason: '' }).expect(422);
      await organiser
        .post(`${LIST}/${id}/shortlist`, { act: 'off', offReason: 'Region is full.' })
        .expect(303);
      expect((await organiser.get(`${LIST}/${id}`)).text).toContain('Region is full.');
    });
  });

  describe('a clarification', () => {
    const asking = { section: 'plan', question: 'Which council adopted it?', due: '2027-03-08' };
    const asked = (id: string) => openClarificationsOf(ground.service.db, [id]);

    async function askOnce(): Promise<{ id: string; path: string; city: Client }> {
      const id = await ground.nominate('Sønderborg');
      await organiser.post(`${LIST}/${id}/clarifications`, asking).expect(303);
      const city = await ground.as('owner@dk.invalid');
      return { id, path: `/en/nominations/${id}/clarifications/${asked(id)[0]?.id}`, city };
    }

    it('is asked once, mailed once to the city, and does not name who asked', async () => {
      const { id, path } = await askOnce();
      await organiser.post(`${LIST}/${id}/clarifications`, asking).expect(303);
      expect(asked(id)).toHaveLength(1);
      const mails = ground.service.db.$client
        .prepare("SELECT to_address, facts, link FROM outbox WHERE template = 'screening.mail.question'")
        .all() as { to_address: string; facts: string; link: string }[];
      expect(mails).toHaveLength(1);
      expect(mails[0]?.to_address).toBe('owner@dk.invalid');
      expect(`/en${mails[0]?.link}`).toBe(path);
      expect(mails[0]?.facts).toContain('Which council adopted it?');
      expect(mails[0]?.facts).not.toContain('Inês');
    });

    it.each([
      [{ section: 'nowhere' }, 'Choose a section'],
      [{ question: '' }, 'Write the question'],
      [{ due: '2027-02-01' }, 'Choose a later day'],
      [{ due: '2028-01-01' }, 'Choose a later day'],
      [{ due: 'soon' }, 'Write a day'],
    ])('is refused with %j', async (wrong, sentence) => {
      const id = await ground.nominate('Sønderborg');
      const { text } = await organiser
        .post(`${LIST}/${id}/clarifications`, { ...asking, ...wrong })
        .expect(422);
      expect(text).toContain(sentence);
      expect(rows('clarifications')).toBe(0);
    });

    it('is answered by the city beside what it submitted, corrected, and accepted', async () => {
      const { id, path, city } = await askOnce();
      expect((await city.get(path).expect(200)).text).toContain('A plan was made.');
      await city.post(path, { answer: 'The council of 2025.', seen: '' }).expect(303);
      await city.post(path, { answer: 'The council of 2025.', seen: '' }).expect(303);
      expect(audited('clarification.answered')).toBe(1);
      const seen = String(SCREENING);
      await city.post(path, { answer: 'The council of May 2025.', seen }).expect(303);
      expect(count(ground, "outbox WHERE template = 'screening.mail.answered'")).toBe(1);
      const office = await organiser.get(`${LIST}/${id}`);
      expect(office.text).toContain('The council of May 2025.');
      const accept = /action="([^"]+\/accept)"/.exec(office.text)?.[1] ?? '';
      await organiser.post(accept).expect(303);
      await organiser.post(accept).expect(303);
      expect(audited('clarification.accepted')).toBe(1);
      await city.post(path, { answer: 'Another', seen }).expect(423);
      expect((await city.get(path)).text).not.toContain('<textarea');
    });

    it('stands on the city’s task list and at its section, with the way to answer and the due time', async () => {
      const { id, path, city } = await askOnce();
      const tasks = (await city.get(`/en/nominations/${id}`).expect(200)).text;
      expect(tasks).toContain('The secretariat asks');
      expect(tasks).toContain(`href="${path}"`);
      expect(tasks).toContain('Answer by 8 March 2027, 18:00 UTC');
      const section = (await city.get(`/en/nominations/${id}/sections/plan`).expect(200)).text;
      expect(section).toContain('Which council adopted it?');
      expect(section).toContain(`href="${path}"`);
      expect((await city.get(`/en/nominations/${id}/sections/resources`)).text).not.toContain(
        'Which council',
      );
      await city.post(path, { answer: 'The council of 2025.', seen: '' }).expect(303);
      const answered = (await city.get(`/fr/nominations/${id}`)).text;
      expect(answered).toContain('Répondu');
      expect(answered).not.toContain('À vous');
    });

    it('shows both texts where a colleague answered in between', async () => {
      const { path, city } = await askOnce();
      await city.post(path, { answer: 'Mine first', seen: '' }).expect(303);
      const { text } = await city.post(path, { answer: 'Yours second', seen: '' }).expect(409);
      expect(text).toContain('Mine first');
      expect(text).toContain('Yours second');
    });

    it('is not answered after its due time, and the typed text stays', async () => {
      const { path } = await askOnce();
      ground.clock.set(Date.parse('2027-03-08T18:00:00Z'));
      const city = await ground.as('owner@dk.invalid');
      const { text } = await city.post(path, { answer: 'Late words', seen: '' }).expect(409);
      expect(text).toContain('The time to answer ended');
    });

    it('is not accepted before it is answered', async () => {
      const { id } = await askOnce();
      await organiser.post(`${LIST}/${id}/clarifications/${asked(id)[0]?.id}/accept`).expect(409);
    });

    it('does not exist for another city, a stranger and the office', async () => {
      const { path } = await askOnce();
      await ground.nominate('Laâyoune');
      for (const who of ['owner@ma.invalid', 'stranger@else.invalid', ORGANISER]) {
        const client = await ground.as(who);
        await client.get(path).expect(404);
        await client.post(path, { answer: 'x', seen: '' }).expect(404);
      }
    });
  });
});
