import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { juryInvariants } from '../../src/jury/invariants.ts';
import {
  acceptedJurors,
  conflictBetween,
  jurorsOf,
  juryAppointmentsOf,
  openInvitationsOf,
  standingConflicts,
} from '../../src/jury/pages.ts';
import { declareConflict, fixJurors } from '../../src/jury/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { count, type Ground, ORGANISER, openGround } from '../screening/ground.ts';
import type { Client } from '../stand.ts';

const JURY = '/en/office/2027/jury';
const ACCEPT = '/en/jury/2027/accept';

const PROFILE = {
  first: 'fr',
  languages: ['en', 'fr'],
  expertise: ['plan'],
  maxLoad: '12',
  country: 'IE',
  region: 'ENA',
  affiliations: 'University of Southern Denmark',
};

describe('the jury', () => {
  let ground: Ground;
  let organiser: Client;
  let sonderborg: string;
  let cork: string;
  let serial = 0;
  beforeAll(async () => {
    ground = await openGround();
    organiser = await ground.as(ORGANISER);
    sonderborg = await ground.nominate('Sønderborg');
    cork = await ground.nominate('Cork');
  });
  afterEach(() => expect(brokenInvariants(ground.service.db, juryInvariants)).toEqual([]));
  afterAll(() => ground.close());

  const db = () => ground.service.db;
  const audited = (action: string, object: string) =>
    count(ground, 'audit WHERE action = ? AND object = ?', action, object);
  const mails = (template: string, address: string) =>
    count(ground, 'outbox WHERE template = ? AND to_address = ?', template, address);
  const jurorAt = (address: string) => {
    const found = jurorsOf(db(), ground.edition.id).find((one) => one.address === address);
    if (!found) throw new Error(`nobody at ${address}`);
    return found;
  };

  async function invited(profile: object = {}): Promise<{ address: string; id: string; client: Client }> {
    serial += 1;
    const address = `juror${serial}@jury.invalid`;
    await organiser
      .post(`${JURY}/invite`, { name: `Zoraida Quillfeather ${serial}`, address, ...PROFILE, ...profile })
      .expect(303);
    return { address, id: jurorAt(address).id, client: await ground.as(address) };
  }

  async function accepted(profile: object = {}) {
    const one = await invited(profile);
    await one.client.post(ACCEPT, { act: 'accept', agreed: 'yes', version: '2027-1' }).expect(303);
    return one;
  }

  describe('an invitation', () => {
    it('is written and mailed once, however often the form is sent', async () => {
      const { address, id } = await invited();
      const name = jurorAt(address).name;
      await organiser.post(`${JURY}/invite`, { name, address, ...PROFILE }).expect(303);
      expect(mails('jury.mail.invited', address)).toBe(1);
      expect(audited('juror.invited', id)).toBe(1);
      expect(jurorAt(address)).toMatchObject({ languages: ['fr', 'en'], state: 'invited', maxLoad: 12 });
    });

    it('is refused with another profile for somebody who is there, and what was typed stays', async () => {
      const { address } = await invited();
      const { text } = await organiser
        .post(`${JURY}/invite`, { name: 'Another', address, ...PROFILE, maxLoad: '3' })
        .expect(409);
      expect(text).toContain('is in this jury already');
      expect(text).toContain('value="Another"');
    });

    it.each([
      [{ name: '' }, 'Write the name'],
      [{ address: 'nobody' }, 'Write a mail address'],
      [{ country: '' }, 'Choose a country'],
      [{ region: 'MOON' }, 'Choose the region'],
      [{ first: '' }, 'Choose the language'],
      [{ expertise: 'juggling' }, 'Choose criteria'],
    ])('is refused with %j at its field', async (wrong, sentence) => {
      const form = { name: 'A', address: 'fresh@jury.invalid', ...PROFILE, ...wrong };
      expect((await organiser.post(`${JURY}/invite`, form).expect(422)).text).toContain(sentence);
    });

    it.each([
      ['auditor@award.invalid', 'belongs to the office'],
      ['owner@dk.invalid', 'writes a dossier'],
    ])('is refused for %s, who has another part', async (address, sentence) => {
      const before = count(ground, 'jurors');
      const { text } = await organiser.post(`${JURY}/invite`, { name: 'X', address, ...PROFILE }).expect(409);
      expect(text).toContain(sentence);
      expect(count(ground, 'jurors')).toBe(before);
    });

    it('leads to the page of acceptance and no further', async () => {
      const { client, address } = await invited();
      const account = jurorAt(address).accountId;
      expect(juryAppointmentsOf(db(), account)).toEqual([]);
      expect(openInvitationsOf(db(), account)).toMatchObject([{ slug: '2027' }]);
      expect((await client.get(ACCEPT).expect(200)).text).toContain('I read each dossier in confidence.');
      await client.get('/en/jury/2027/profile').expect(404);
      await client.get(JURY).expect(404);
    });

    it('is accepted once, dated, with the version of the terms, and a copy by mail', async () => {
      const { client, address, id } = await invited();
      const form = { act: 'accept', agreed: 'yes', version: '2027-1' };
      await client.post(ACCEPT, form).expect(303);
      await client.post(ACCEPT, form).expect(303);
      expect(jurorAt(address)).toMatchObject({ state: 'accepted', termsVersion: '2027-1' });
      expect(audited('juror.accepted', id)).toBe(1);
      expect(mails('jury.mail.accepted', address)).toBe(1);
      expect(juryAppointmentsOf(db(), jurorAt(address).accountId)).toMatchObject([
        { role: 'juror', juror: id },
      ]);
      expect((await client.get(ACCEPT)).text).toContain('You accepted on');
      expect(acceptedJurors(db(), ground.edition.id).map((one) => one.id)).toContain(id);
    });

    it('is not accepted without the statement, nor on terms that have changed', async () => {
      const { client, address } = await invited();
      expect((await client.post(ACCEPT, { act: 'accept', version: '2027-1' }).expect(422)).text).toContain(
        'Tick the statement',
      );
      await client.post(ACCEPT, { act: 'accept', agreed: 'yes', version: '2026-9' }).expect(409);
      expect(jurorAt(address).state).toBe('invited');
    });

    it('is declined once, cannot be accepted afterwards, and may be sent anew', async () => {
      const { client, address, id } = await invited();
      await client.post(ACCEPT, { act: 'decline', version: '2027-1' }).expect(303);
      await client.post(ACCEPT, { act: 'decline', version: '2027-1' }).expect(303);
      expect(audited('juror.declined', id)).toBe(1);
      expect(
        (await client.post(ACCEPT, { act: 'accept', agreed: 'yes', version: '2027-1' }).expect(409)).text,
      ).toContain('You declined on');
      await organiser.post(`${JURY}/${id}/invite`).expect(303);
      expect(jurorAt(address)).toMatchObject({ id, state: 'invited' });
    });

    it('goes out again at most once a day', async () => {
      const { address, id } = await invited();
      await organiser.post(`${JURY}/${id}/invite`).expect(303);
      expect(mails('jury.mail.invited', address)).toBe(1);
    });

    it('does not exist for a stranger', async () => {
      const stranger = await ground.as('stranger@else.invalid');
      await stranger.get(ACCEPT).expect(404);
      await stranger.post(ACCEPT, { act: 'accept', agreed: 'yes', version: '2027-1' }).expect(404);
      await ground.nobody.get(ACCEPT).expect(303);
    });
  });

  describe('a profile', () => {
    it('is corrected by the juror, keeping what the office wrote', async () => {
      const { client, address } = await accepted();
      const seen =
        /name="seen" value="(\w+)"/.exec((await client.get('/en/jury/2027/profile').expect(200)).text)?.[1] ??
        '';
      const form = { first: 'en', languages: ['es'], expertise: ['access', 'plan'], maxLoad: '7', seen };
      await client.post('/en/jury/2027/profile', form).expect(303);
      await client.post('/en/jury/2027/profile', form).expect(303);
      expect(jurorAt(address)).toMatchObject({
        languages: ['en', 'es'],
        maxLoad: 7,
        affiliations: ['University of Southern Denmark'],
      });
      expect(audited('juror.described', jurorAt(address).id)).toBe(1);
    });

    it('is not written over by somebody who has not seen the newer one', async () => {
      const { client, id, address } = await accepted();
      const old =
        /name="seen" value="(\w+)"/.exec((await organiser.get(`${JURY}/${id}`).expect(200)).text)?.[1] ?? '';
      await client.post('/en/jury/2027/profile', { first: 'en', maxLoad: '5', seen: old }).expect(303);
      const { text } = await organiser
        .post(`${JURY}/${id}`, { ...PROFILE, maxLoad: '9', seen: old })
        .expect(409);
      expect(text).toContain('value="9"');
      expect(jurorAt(address).maxLoad).toBe(5);
    });

    it('stands once dossiers are assigned', async () => {
      const { client, id } = await accepted();
      await ground.service.act('system', 'assignment.applied', (tx) => fixJurors(tx, ground.edition.id));
      await client.post('/en/jury/2027/profile', { first: 'en', maxLoad: '5' }).expect(423);
      await organiser.post(`${JURY}/${id}`, { ...PROFILE, maxLoad: '9' }).expect(423);
      expect((await client.get('/en/jury/2027/profile').expect(200)).text).not.toContain(
        '<input type="radio"',
      );
      await organiser.post(`${JURY}/conflicts`, { juror: id, nomination: cork, reason: 'Late' }).expect(423);
    });
  });

  describe('a seat', () => {
    it('ends with a reason, once, and every page of the juror with it', async () => {
      const { client, id, address } = await accepted();
      await organiser.post(`${JURY}/${id}/end`, { reason: '' }).expect(422);
      await organiser.post(`${JURY}/${id}/end`, { reason: 'Fell ill.' }).expect(303);
      await organiser.post(`${JURY}/${id}/end`, { reason: 'Fell ill.' }).expect(303);
      expect(audited('juror.ended', id)).toBe(1);
      expect(juryAppointmentsOf(db(), jurorAt(address).accountId)).toEqual([]);
      await client.get('/en/jury/2027/profile').expect(404);
      expect((await organiser.get(`${JURY}/${id}`)).text).toContain('Fell ill.');
    });
  });

  describe('a conflict', () => {
    const between = (juror: string, nomination: string) =>
      conflictBetween(db(), ground.edition.id, juror, nomination);

    it('follows from the country without anybody typing it', async () => {
      const { id } = await accepted();
      expect(between(id, cork)).toMatchObject({ kind: 'derived', reason: 'IE' });
      expect(standingConflicts(db(), ground.edition.id)).toContainEqual({
        juror: id,
        nomination: cork,
        kind: 'derived',
        reason: 'IE',
      });
    });

    it('is suggested, keeps the pair apart, and is refused for good', async () => {
      const { id } = await accepted();
      expect(between(id, sonderborg)).toMatchObject({
        kind: 'suggested',
        reason: 'University of Southern Denmark',
      });
      expect((await organiser.get(`${JURY}/conflicts`).expect(200)).text).toContain(
        'University of Southern Denmark',
      );
      const form = { juror: id, nomination: sonderborg, outcome: 'refused' };
      await organiser.post(`${JURY}/conflicts/settle`, form).expect(303);
      await organiser.post(`${JURY}/conflicts/settle`, form).expect(303);
      expect(between(id, sonderborg)).toBeNull();
      expect(count(ground, 'conflicts WHERE juror_id = ?', id)).toBe(1);
      await organiser.post(`${JURY}/conflicts/settle`, { ...form, outcome: 'confirmed' }).expect(409);
      await organiser
        .post(`${JURY}/${id}`, { ...PROFILE, affiliations: 'Sønderborg kommune', seen: '' })
        .expect(409);
      expect(between(id, sonderborg)).toBeNull();
    });

    it('is confirmed and stands', async () => {
      const { id } = await accepted();
      await organiser
        .post(`${JURY}/conflicts/settle`, { juror: id, nomination: sonderborg, outcome: 'confirmed' })
        .expect(303);
      expect(between(id, sonderborg)).toMatchObject({ kind: 'confirmed' });
    });

    it('is settled only where one is suggested', async () => {
      const { id } = await accepted();
      await organiser
        .post(`${JURY}/conflicts/settle`, { juror: id, nomination: cork, outcome: 'refused' })
        .expect(404);
      expect(between(id, cork)).toMatchObject({ kind: 'derived' });
    });

    it('is recorded at the office once, and declared by the writer that scoring uses', async () => {
      const { id } = await accepted({ affiliations: '', country: 'PT' });
      expect(between(id, sonderborg)).toBeNull();
      const form = { juror: id, nomination: sonderborg, reason: 'Advised the mayor.' };
      await organiser.post(`${JURY}/conflicts`, form).expect(303);
      await organiser.post(`${JURY}/conflicts`, form).expect(303);
      expect(between(id, sonderborg)).toMatchObject({ kind: 'declared', reason: 'Advised the mayor.' });
      const declared = {
        edition: ground.edition.id,
        juror: id,
        nomination: cork,
        reason: 'My sister works there.',
      };
      const twice = [0, 1].map(() =>
        ground.service.act('system', 'conflict.declared', (tx) => declareConflict(tx, declared)),
      );
      expect(await Promise.all(twice)).toEqual([true, false]);
      await organiser.post(`${JURY}/conflicts`, { ...form, nomination: 'nothing' }).expect(404);
      await organiser.post(`${JURY}/conflicts`, { ...form, reason: '' }).expect(422);
    });
  });

  describe('who may look', () => {
    it('the office reads, the auditor changes nothing, and nobody else finds the pages', async () => {
      const { id } = await accepted();
      const paths = [JURY, `${JURY}/conflicts`, `${JURY}/${id}`];
      const auditor = await ground.as('auditor@award.invalid');
      for (const path of paths) {
        const { text } = await auditor.get(path).expect(200);
        expect(text.replace(/action="\/en\/sign-out"/g, '')).not.toMatch(/<form[^>]+office/);
        for (const lang of ['fr', 'es']) await organiser.get(path.replace('/en/', `/${lang}/`)).expect(200);
      }
      await organiser.get(`${JURY}/invite`).expect(200);
      await auditor.get(`${JURY}/invite`).expect(404);
      const outsiders = ['owner@dk.invalid', 'stranger@else.invalid', 'juror1@jury.invalid'];
      for (const who of outsiders) {
        const client = await ground.as(who);
        for (const path of [...paths, `${JURY}/invite`]) await client.get(path).expect(404);
        await client.post(`${JURY}/${id}/end`, { reason: 'x' }).expect(404);
        await client.post(`${JURY}/conflicts`, { juror: id, nomination: cork, reason: 'x' }).expect(404);
      }
    });

    it('no city and nobody outside reads a juror’s name, in a page or in a mail', async () => {
      await accepted();
      expect((await organiser.get(JURY)).text).toContain('Quillfeather');
      const city = await ground.as('owner@dk.invalid');
      await organiser
        .post(`/en/office/2027/screening/${sonderborg}/clarifications`, {
          section: 'plan',
          question: 'Which council?',
          due: '2027-03-08',
        })
        .expect(303);
      const asked = ground.service.db.$client
        .prepare('SELECT id FROM clarifications')
        .pluck()
        .get() as string;
      const ownPages = [
        `/en/nominations/${sonderborg}`,
        `/en/nominations/${sonderborg}/clarifications/${asked}`,
      ];
      for (const path of ownPages) expect((await city.get(path)).text).not.toContain('Quillfeather');
      for (const path of ['/en', '/en/2027', '/en/archive'])
        expect((await ground.nobody.get(path)).text).not.toContain('Quillfeather');
      const leaked =
        "outbox WHERE to_address NOT LIKE '%@jury.invalid' AND (facts LIKE '%Quillfeather%' OR to_name LIKE '%Quillfeather%')";
      expect(count(ground, leaked)).toBe(0);
    });
  });

  describe('at the end', () => {
    it('an invitation is worth nothing once scoring has closed', async () => {
      const { client: _early, address } = await invited();
      ground.clock.set(Date.parse('2027-04-16T18:00:00Z'));
      const client = await ground.as(address);
      const { text } = await client
        .post(ACCEPT, { act: 'accept', agreed: 'yes', version: '2027-1' })
        .expect(410);
      expect(text).toContain('Scoring closed on');
      const late = await ground.as(ORGANISER);
      await late
        .post(`${JURY}/invite`, { name: 'Late', address: 'late@jury.invalid', ...PROFILE })
        .expect(409);
    });
  });
});
