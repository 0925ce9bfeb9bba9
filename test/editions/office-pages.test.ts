import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EditionFile } from '../../src/editions/edition-file.ts';
import { editionsInvariants } from '../../src/editions/invariants.ts';
import { allEditions, editionBySlug, officersOf } from '../../src/editions/pages.ts';
import { appointOfficer, draftEdition, freezeRules, publishEdition } from '../../src/editions/store.ts';
import { writeDefinition } from '../../src/editions/version-store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { paths } from '../../src/platform/paths.ts';
import { isRefusal, refuse } from '../../src/platform/result.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const OFFICE = '/en/office/2027';
const sampleText = readFileSync(join(paths.seed, 'sample', 'edition-2027.json'), 'utf8');
const sampleFile = () => JSON.parse(sampleText) as EditionFile;

let stand: Stand;
let organiser: Client;
let edition: string;

beforeEach(async () => {
  stand = await openStand();
  edition = await stand.service.act('system', 'edition.drafted', (tx) => {
    const id = draftEdition(tx, sampleFile());
    if (isRefusal(id)) throw new Error(id.code);
    appointOfficer(
      tx,
      id,
      ensureAccount(tx, { address: 'one@award.invalid', name: 'One', lang: 'en' }),
      'organiser',
    );
    return id;
  });
  organiser = await stand.as('one@award.invalid');
});
afterEach(async () => {
  expect(brokenInvariants(stand.service.db, editionsInvariants)).toEqual([]);
  await stand.close();
});

const audits = (action: string) =>
  stand.service.db.$client
    .prepare('SELECT count(*) FROM audit WHERE action = ?')
    .pluck()
    .get(action) as number;
const mails = () =>
  stand.service.db.$client
    .prepare("SELECT count(*) FROM outbox WHERE template = 'editions.mail.appointed'")
    .pluck()
    .get() as number;
const now = () => {
  const found = editionBySlug(stand.service.db, '2027');
  if (found === null) throw new Error('the edition is gone');
  return found;
};
const appoint = (address: string, role: string, by = organiser) =>
  by.post(`${OFFICE}/people`, { address, name: 'Somebody', role });
const publish = async () => {
  await appoint('two@award.invalid', 'organiser');
  return organiser.post(`${OFFICE}/definition/publish`);
};

describe('the definition of an edition', () => {
  it('is read by the whole office and by nobody else', async () => {
    await appoint('aud@audit.invalid', 'auditor');
    const auditor = await stand.as('aud@audit.invalid');
    expect((await auditor.get(`${OFFICE}/definition`)).text).not.toContain('Publish the call');
    expect((await organiser.get(`${OFFICE}/definition`)).status).toBe(200);
    const stranger = await stand.as('x@city.invalid');
    expect((await stranger.get(`${OFFICE}/definition`)).status).toBe(404);
    expect((await stand.nobody.get('/en/2027')).status).toBe(404);
  });

  it.each(['en', 'fr', 'es'])('stands in %s with rules, rubric and questions', async (lang) => {
    const { text, status } = await organiser.get(`/${lang}/office/2027/definition`);
    expect(status).toBe(200);
    expect(text).not.toMatch(/editions\.[a-z]+\./);
  });

  it('exports as the one file, which imports again without a change', async () => {
    const file = await organiser.get(`${OFFICE}/definition/file`);
    expect(file.headers['content-disposition']).toContain('edition-2027.json');
    const answer = await organiser.post(`${OFFICE}/definition/import`, { json: file.text, reason: '' });
    expect(answer.status).toBe(303);
    expect(now().version).toBe(1);
    expect(audits('edition.redefined')).toBe(0);
  });

  it('imports what is right as a new version, once however often it is sent', async () => {
    const file = sampleFile();
    file.definition.rules.jury.maxLoad = 14;
    const json = JSON.stringify(file);
    for (const _time of [1, 2]) {
      expect((await organiser.post(`${OFFICE}/definition/import`, { json, reason: '' })).status).toBe(303);
    }
    expect(now()).toMatchObject({ version: 2 });
    expect(now().definition.rules.jury.maxLoad).toBe(14);
    expect(audits('edition.redefined')).toBe(1);
  });

  it('a fault is named at its exact path, the text is kept and nothing changes', async () => {
    const json = sampleText.replace('"weight": 15', '"weight": "15"');
    expect(json).not.toBe(sampleText);
    const answer = await organiser.post(`${OFFICE}/definition/import`, { json, reason: '' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('definition.rubric.criteria[0].weight');
    expect(answer.text).toContain('Write a value of the kind number');
    expect(answer.text).toContain('&quot;weight&quot;: &quot;15&quot;');
    expect(now().version).toBe(1);
  });

  it('takes a sent file, and gives its text back where it has a fault', async () => {
    const send = (content: string) =>
      organiser
        .upload(`${OFFICE}/definition/import`)
        .field('json', '')
        .field('reason', '')
        .attach('file', Buffer.from(content), 'edition.json');
    const answer = await send('{ "slug": 2027,\n oops }');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('look at line 2, column 2');
    expect(answer.text).toContain('oops');
    expect((await send(sampleText)).status).toBe(303);
  });

  it('refuses the file of another edition', async () => {
    const json = JSON.stringify({ ...sampleFile(), slug: '2031' });
    const answer = await organiser.post(`${OFFICE}/definition/import`, { json, reason: '' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('This file is for the edition 2031; here is 2027.');
  });

  it('refuses a sent field that the page does not have', async () => {
    const answer = await organiser.post(`${OFFICE}/definition/import`, {
      json: sampleText,
      reason: '',
      x: '1',
    });
    expect(answer.status).toBe(400);
  });
});

describe('publishing the call', () => {
  it('waits for a second person who can sign, and says so', async () => {
    expect((await organiser.get(`${OFFICE}/definition`)).text).toContain('appoint a second organiser');
    const early = await organiser.post(`${OFFICE}/definition/publish`);
    expect(early.status).toBe(422);
    expect(early.text).toContain('One needed point is not ready yet.');
    expect(now().publishedAt).toBeNull();
  });

  it('shows the edition to everybody; twice is the same as once', async () => {
    expect((await publish()).status).toBe(303);
    const at = now().publishedAt;
    stand.clock.advance(60_000);
    expect((await organiser.post(`${OFFICE}/definition/publish`)).status).toBe(303);
    expect(now().publishedAt).toBe(at);
    expect(audits('edition.published')).toBe(1);
    const call = await stand.nobody.get('/en/2027');
    expect(call.text).toContain('Which cities made learning part of everyday life?');
    expect(call.text).toContain('Later changes are listed here; there are none.');
  });

  it('is refused when the deadline of the call lies behind', async () => {
    await appoint('two@award.invalid', 'organiser');
    stand.clock.set(Date.parse('2027-01-29T18:00:00Z'));
    organiser = await stand.as('one@award.invalid');
    expect((await organiser.post(`${OFFICE}/definition/publish`)).status).toBe(422);
  });

  it('is not for an approver or an auditor', async () => {
    await appoint('app@award.invalid', 'approver');
    const approver = await stand.as('app@award.invalid');
    expect((await approver.post(`${OFFICE}/definition/publish`)).status).toBe(404);
    expect(now().publishedAt).toBeNull();
  });
});

describe('after publication', () => {
  it('a change needs a reason, which the call shows with its version', async () => {
    await publish();
    stand.clock.advance(60_000);
    const file = sampleFile();
    file.definition.rules.jury.maxLoad = 14;
    const json = JSON.stringify(file);
    const bare = await organiser.post(`${OFFICE}/definition/import`, { json, reason: '' });
    expect(bare.text).toContain('Write a reason');
    expect(now().version).toBe(1);
    const reason = 'Two more jurors <b>asked</b> for dossiers.';
    expect((await organiser.post(`${OFFICE}/definition/import`, { json, reason })).status).toBe(303);
    const call = await stand.nobody.get('/en/2027');
    expect(call.text).toContain('version 2: Two more jurors &lt;b&gt;asked&lt;/b&gt; for dossiers.');
  });

  const harder = () => {
    const file = sampleFile();
    file.definition.rules.eligibility.minMembershipMonths = 24;
    return JSON.stringify(file);
  };
  const proposalPath = async (client: Client) => {
    const { text } = await client.get(`${OFFICE}/definition`);
    return /action="([^"]*\/proposals\/[^"]*)\/withdraw"/.exec(text)?.[1] ?? 'none';
  };
  const propose = (by = organiser) =>
    by.post(`${OFFICE}/definition/import`, { json: harder(), reason: 'Too many new members.' });

  it('eligibility changes only when a second person confirms; once, however often', async () => {
    await publish();
    stand.clock.advance(60_000);
    for (const _time of [1, 2]) expect((await propose()).status).toBe(303);
    expect(audits('edition.redefined')).toBe(1);
    expect(now().version).toBe(1);
    expect((await stand.nobody.get('/en/2027')).text).not.toContain('Too many new members.');
    const path = await proposalPath(organiser);
    const own = await organiser.post(`${path}/confirm`);
    expect(own.status).toBe(409);
    expect(own.text).toContain('whoever proposes does not confirm');
    const second = await stand.as('two@award.invalid');
    const shown = await second.get(`${OFFICE}/definition`);
    expect(shown.text).toContain('One proposed this on');
    expect(shown.text).toContain('Confirm this change');
    for (const _time of [1, 2]) expect((await second.post(`${path}/confirm`)).status).toBe(303);
    expect(now()).toMatchObject({ version: 2 });
    expect(now().definition.rules.eligibility.minMembershipMonths).toBe(24);
    expect((await stand.nobody.get('/en/2027')).text).toContain('version 2: Too many new members.');
    expect((await second.post(`${path}/withdraw`)).status).toBe(409);
  });

  it('an approver confirms a proposal, an auditor reads it and does not', async () => {
    await publish();
    await appoint('app@award.invalid', 'approver');
    await appoint('aud@audit.invalid', 'auditor');
    await propose();
    const path = await proposalPath(organiser);
    const auditor = await stand.as('aud@audit.invalid');
    expect((await auditor.get(`${path}/file`)).body.definition.rules.eligibility.minMembershipMonths).toBe(
      24,
    );
    expect((await auditor.post(`${path}/confirm`)).status).toBe(404);
    const approver = await stand.as('app@award.invalid');
    expect((await approver.post(`${path}/confirm`)).status).toBe(303);
  });

  it('another proposal waits until the first is settled; one that is withdrawn cannot be confirmed', async () => {
    await publish();
    await propose();
    const path = await proposalPath(organiser);
    const second = await stand.as('two@award.invalid');
    const other = await propose(second);
    expect(other.status).toBe(409);
    expect(other.text).toContain('Settle the proposal that waits first');
    for (const _time of [1, 2]) expect((await second.post(`${path}/withdraw`)).status).toBe(303);
    expect((await second.post(`${path}/confirm`)).status).toBe(409);
    expect(now().version).toBe(1);
    expect((await propose(second)).status).toBe(303);
  });

  it('a proposal is confirmed no more once the rules are frozen', async () => {
    await publish();
    await propose();
    const path = await proposalPath(organiser);
    await stand.service.act('system', 'scorecard.opened', (tx) => freezeRules(tx, edition));
    const second = await stand.as('two@award.invalid');
    expect((await second.post(`${path}/confirm`)).text).toContain('are frozen');
    expect(now().version).toBe(1);
  });

  it('a change by one alone is found by its invariant', async () => {
    await publish();
    stand.clock.advance(60_000);
    const definition = (JSON.parse(harder()) as EditionFile).definition;
    const found = await stand.service.act('system', 'edition.redefined', (tx) => {
      writeDefinition(tx, edition, definition, 'alone');
      const broken = brokenInvariants(tx.db, editionsInvariants).map(({ name }) => name);
      return refuse('editions.missing', { broken: broken.join() });
    });
    expect(found.facts.broken).toBe('eligibility or criteria of a published call changed without two people');
  });

  it('dates in a file are refused: a stage is extended, with its reason', async () => {
    await publish();
    const file = sampleFile();
    file.calendar.call.closesAt = '2027-02-05T18:00:00Z';
    const json = JSON.stringify(file);
    const answer = await organiser.post(`${OFFICE}/definition/import`, { json, reason: 'more time' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('dates move by an extension');
  });

  it('the frozen rules take no file, and the page says from when', async () => {
    await publish();
    await stand.service.act('system', 'scorecard.opened', (tx) => freezeRules(tx, edition));
    expect((await organiser.get(`${OFFICE}/definition`)).text).toContain(
      'Frozen: the first scorecard is open',
    );
    const file = sampleFile();
    file.definition.rules.jury.maxLoad = 14;
    const answer = await organiser.post(`${OFFICE}/definition/import`, {
      json: JSON.stringify(file),
      reason: 'x',
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('are frozen');
    expect(now().version).toBe(1);
  });
});

describe('dates', () => {
  const typed = () => {
    const dates = Object.entries(sampleFile().calendar).flatMap(([stage, { opensAt, closesAt }]) => [
      [`${stage}-opens`, opensAt.slice(0, 16)],
      [`${stage}-closes`, closesAt.slice(0, 16)],
    ]);
    return Object.fromEntries(dates) as Record<string, string>;
  };

  it('are set freely before the call, once however often they are sent', async () => {
    const form = { ...typed(), 'call-closes': '2027-02-01T12:00' };
    expect((await organiser.post(`${OFFICE}/definition/dates`, form)).status).toBe(303);
    expect((await organiser.post(`${OFFICE}/definition/dates`, form)).status).toBe(303);
    expect(now().calendar[0]?.closesAt).toBe(Date.parse('2027-02-01T12:00:00Z'));
    expect(audits('edition.redated')).toBe(1);
  });

  it('that are none, or close before they open, are named at their field and kept', async () => {
    const form = { ...typed(), 'call-closes': '2027-02-30T12:00', 'scoring-closes': '2026-01-01T00:00' };
    const answer = await organiser.post(`${OFFICE}/definition/dates`, form);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('id="call-closes-msg"');
    expect(answer.text).toContain('value="2027-02-30T12:00"');
    const late = await organiser.post(`${OFFICE}/definition/dates`, {
      ...typed(),
      'scoring-closes': '2026-01-01T00:00',
    });
    expect(late.text).toContain('id="scoring-closes-msg"');
  });

  it('are refused after publication', async () => {
    await publish();
    expect((await organiser.post(`${OFFICE}/definition/dates`, typed())).status).toBe(409);
  });

  it('of a stage are extended with a reason that the call shows; sent twice it is one extension', async () => {
    await publish();
    const form = { stage: 'call', closesAt: '2027-02-05T18:00', reason: 'The storm of January.' };
    for (const _time of [1, 2]) {
      expect((await organiser.post(`${OFFICE}/definition/extend`, form)).status).toBe(303);
    }
    expect(audits('stage.extended')).toBe(1);
    expect(now().calendar[0]?.closesAt).toBe(Date.parse('2027-02-05T18:00:00Z'));
    expect((await stand.nobody.get('/en/2027')).text).toContain('The storm of January.');
  });

  it.each([
    ['without a reason', { stage: 'call', closesAt: '2027-02-05T18:00', reason: ' ' }, 422],
    ['to an earlier day', { stage: 'call', closesAt: '2027-01-05T18:00', reason: 'x' }, 409],
    ['of no stage', { stage: 'party', closesAt: '2027-02-05T18:00', reason: 'x' }, 422],
    ['to no instant', { stage: 'call', closesAt: 'soon', reason: 'x' }, 422],
  ])('are not extended %s', async (_what, form, status) => {
    await publish();
    const answer = await organiser.post(`${OFFICE}/definition/extend`, form);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('id="reason"');
    expect(audits('stage.extended')).toBe(0);
  });

  it('are not extended before publication, nor into the past', async () => {
    const form = { stage: 'call', closesAt: '2027-02-05T18:00', reason: 'x' };
    expect((await organiser.post(`${OFFICE}/definition/extend`, form)).status).toBe(409);
    await publish();
    stand.clock.set(Date.parse('2027-02-06T00:00:00Z'));
    organiser = await stand.as('one@award.invalid');
    expect((await organiser.post(`${OFFICE}/definition/extend`, form)).text).toContain('lies ahead');
  });
});

describe('people of the office', () => {
  it('are appointed by mail: one office, one mail, however often', async () => {
    expect((await appoint('Two@Award.invalid', 'approver')).status).toBe(303);
    const entries = audits('office.appointed');
    expect((await appoint('Two@Award.invalid', 'approver')).status).toBe(303);
    expect(mails()).toBe(1);
    expect(audits('office.appointed')).toBe(entries);
    expect((await organiser.get(`${OFFICE}/people`)).text).toContain('two@award.invalid');
    const approver = await stand.as('two@award.invalid');
    expect((await approver.get(`${OFFICE}/people`)).text).not.toContain('Appoint somebody');
  });

  it('hold one office in an edition', async () => {
    await appoint('two@award.invalid', 'approver');
    const answer = await appoint('two@award.invalid', 'auditor');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('this one is: approver');
    expect(answer.text).toContain('value="two@award.invalid"');
  });

  it('are written as an address; what was typed is kept', async () => {
    const answer = await appoint('two at award', 'approver');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="two at award"');
    expect(answer.text).toContain('id="address-msg"');
  });

  const office = (address: string) => {
    const row = stand.service.db.$client
      .prepare(
        'SELECT office_appointments.id FROM office_appointments JOIN addresses USING (account_id) WHERE address = ? AND ended_at IS NULL',
      )
      .pluck()
      .get(address);
    return String(row);
  };

  it('are never fewer than two who can sign', async () => {
    await appoint('two@award.invalid', 'approver');
    const path = `${OFFICE}/people/${office('two@award.invalid')}/end`;
    const refused = await organiser.post(path);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('two people must be able to sign');
    expect(officersOf(stand.service.db, edition)).toHaveLength(2);
    await appoint('three@award.invalid', 'organiser');
    const two = await stand.as('two@award.invalid');
    expect((await organiser.post(path)).status).toBe(303);
    expect((await organiser.post(path)).status).toBe(303);
    expect(audits('office.ended')).toBe(1);
    expect((await two.get(`${OFFICE}/definition`)).status).toBe(404);
  });

  it('of an audit end whenever an organiser says so', async () => {
    await appoint('aud@audit.invalid', 'auditor');
    expect((await organiser.post(`${OFFICE}/people/${office('aud@audit.invalid')}/end`)).status).toBe(303);
  });

  it('of another edition are not found here', async () => {
    expect((await organiser.post(`${OFFICE}/people/00000000000000000000000000/end`)).status).toBe(404);
  });
});

describe('a new edition', () => {
  it('is copied with a checklist; whoever copies is its only organiser', async () => {
    expect((await organiser.get('/en/office/new')).text).toContain('8 criteria with weights');
    const form = { from: '2027', year: '2029', slug: '2029' };
    const copy = () => organiser.post('/en/office/new/copy', form);
    expect((await copy()).headers.location).toBe('/en/office/2029/definition');
    const entries = audits('edition.drafted');
    expect((await copy()).headers.location).toBe('/en/office/2029/definition');
    expect(allEditions(stand.service.db)).toHaveLength(2);
    expect(audits('edition.drafted')).toBe(entries);
    const page = await organiser.get('/en/office/2029/definition');
    expect(page.text).toContain('Copied from the edition 2027');
    expect(page.text).toContain('Learning City Award 2029');
    const copied = editionBySlug(stand.service.db, '2029');
    expect(officersOf(stand.service.db, copied?.id ?? '')).toHaveLength(1);
  });

  it.each([
    ['a word that is an address', { slug: 'archive' }, 'this one is an address of the service'],
    ['a word with spaces', { slug: 'award 2029' }, 'Write lower-case letters'],
    ['a year in words', { year: 'soon' }, 'id="year-msg"'],
  ])('refuses %s and keeps what was typed', async (_what, change, said) => {
    const answer = await organiser.post('/en/office/new/copy', {
      from: '2027',
      year: '2029',
      slug: '2029',
      ...change,
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(said);
    expect(answer.text).toContain(`value="${Object.values(change)[0]}"`);
  });

  it('takes no word twice, from a copy or from a file', async () => {
    const copy = await organiser.post('/en/office/new/copy', { from: '2027', year: '2029', slug: '2027' });
    expect(copy.status).toBe(409);
    const json = JSON.stringify({ ...sampleFile(), year: 2031 });
    const file = await organiser.post('/en/office/new/file', { json });
    expect(file.status).toBe(409);
    expect(file.text).toContain('the edition 2027 exists already');
  });

  it('is drafted from a file, with every fault at its path', async () => {
    const faulty = await organiser.post('/en/office/new/file', { json: '{}' });
    expect(faulty.status).toBe(422);
    expect(faulty.text).toContain('<b>definition</b>');
    const json = JSON.stringify({ ...sampleFile(), slug: '2031' });
    expect((await organiser.post('/en/office/new/file', { json })).status).toBe(303);
    expect(editionBySlug(stand.service.db, '2031')?.publishedAt).toBeNull();
  });

  it('copies only an edition of whose office the viewer is', async () => {
    await stand.service.act('system', 'edition.drafted', (tx) => {
      const id = draftEdition(tx, { ...sampleFile(), slug: 'other' });
      if (!isRefusal(id)) publishEdition(tx, id);
      return id;
    });
    const answer = await organiser.post('/en/office/new/copy', { from: 'other', year: '2029', slug: '2029' });
    expect(answer.status).toBe(409);
    expect(allEditions(stand.service.db)).toHaveLength(2);
  });

  it('is for organisers alone', async () => {
    const stranger = await stand.as('x@city.invalid');
    expect((await stranger.get('/en/office/new')).status).toBe(404);
    expect((await stranger.post('/en/office/new/file', { json: sampleText })).status).toBe(404);
  });
});
