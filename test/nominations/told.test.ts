import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gathered } from '../../src/app.ts';
import { fileOf } from '../../src/editions/copy.ts';
import { editionBySlug } from '../../src/editions/pages.ts';
import { appointOfficer } from '../../src/editions/store.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { endColleague, withdrawNomination } from '../../src/nominations/store.ts';
import { nominationMembers } from '../../src/nominations/tables.ts';
import { describeAccount, ensureAccount } from '../../src/people/store.ts';
import type { Milestones } from '../../src/platform/http/route.ts';
import { newId } from '../../src/platform/ids.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { type Ground, layGround, startFor } from './ground.ts';

let stand: Stand;
let ground: Ground;
let office: Client;

beforeEach(async () => {
  stand = await openStand();
  ground = await layGround(stand);
  office = await stand.as('office@award.invalid');
});
afterEach(() => stand.close());

const sent = (template: string) =>
  stand.service.db.$client
    .prepare('SELECT to_address, lang, facts FROM outbox WHERE template = ? ORDER BY to_address')
    .all(template) as { to_address: string; lang: string; facts: string }[];
const receivers = (template: string) => sent(template).map((one) => one.to_address);

async function join(nomination: string, address: string): Promise<string> {
  return stand.service.act('system', 'colleague.invited', (tx) => {
    const id = newId<'member'>();
    const accountId = ensureAccount(tx, { address, name: 'Jonas Ravn', lang: 'en' });
    tx.db
      .insert(nominationMembers)
      .values({
        id,
        nominationId: nomination,
        accountId,
        role: 'colleague',
        since: tx.at,
        appointedBy: 'system',
      })
      .run();
    tx.record({ edition: ground.edition.id, object: nomination });
    return id;
  });
}

function nomination(id: string) {
  const found = nominationById(stand.service.db, id);
  if (found === null) throw new Error('no nomination');
  return found;
}

/** Three dossiers: one with a colleague who writes a second one too and one who has left, one withdrawn. */
async function dossiers() {
  const first = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
  const second = await startFor(stand, ground, 'Bogotá', 'alma@city.invalid');
  const third = await startFor(stand, ground, 'Pasto', 'left@city.invalid');
  await join(first, 'alma@city.invalid');
  const gone = await join(first, 'gone@city.invalid');
  await stand.service.act('system', 'nomination.withdrawn', (tx) => {
    endColleague(tx, nomination(first), gone);
    withdrawNomination(tx, nomination(third), 'No staff.');
    const alma = ensureAccount(tx, { address: 'alma@city.invalid', name: '', lang: 'es' });
    describeAccount(tx, alma, { name: 'Alma', lang: 'es', timeZone: null });
  });
  return { first, second, third };
}

const extension = { stage: 'call', closesAt: '2027-02-05T18:00', reason: 'The storm of January.' };
const extend = () => office.post('/en/office/2027/definition/extend', extension);

describe('an extended stage', () => {
  it('is mailed once to everybody who writes a dossier, and to nobody who left or withdrew', async () => {
    await dossiers();
    expect((await office.get('/en/office/2027/definition/dates')).text).toContain('writes to the 2 people');
    for (const _time of [1, 2]) expect((await extend()).status).toBe(303);
    expect(receivers('editions.mail.stage')).toEqual(['alma@city.invalid', 'mette@city.invalid']);
  });

  it('says from when, to when and why, in the language of each', async () => {
    await dossiers();
    await extend();
    const [alma, mette] = sent('editions.mail.stage').map((one) => JSON.parse(one.facts));
    expect(mette).toMatchObject({
      stage: 'Cities submit',
      before: '29 January 2027, 18:00 UTC',
      closesAt: '5 February 2027, 18:00 UTC',
      reason: 'The storm of January.',
    });
    expect(alma.stage).toBe('Las ciudades presentan');
    expect(alma.closesAt).toContain('5 de febrero de 2027');
  });

  it('that is refused mails nobody', async () => {
    await dossiers();
    await office.post('/en/office/2027/definition/extend', { ...extension, reason: ' ' });
    expect(sent('editions.mail.stage')).toEqual([]);
  });
});

describe('a changed call', () => {
  const change = (edit: (file: ReturnType<typeof fileOf>) => void) => {
    const edition = editionBySlug(stand.service.db, '2027');
    if (edition === null) throw new Error('no edition');
    const file = structuredClone(fileOf(edition));
    edit(file);
    const json = JSON.stringify(file);
    return office.post('/en/office/2027/definition/import', { json, reason: 'Asked by cities.' });
  };

  it('is mailed once a version, with what changed and why', async () => {
    await dossiers();
    const edit = (file: ReturnType<typeof fileOf>) => {
      file.definition.rules.jury.maxLoad = 31;
    };
    for (const _time of [1, 2]) expect((await change(edit)).status).toBe(303);
    expect(receivers('editions.mail.rules')).toEqual(['alma@city.invalid', 'mette@city.invalid']);
    const [alma, mette] = sent('editions.mail.rules').map((one) => JSON.parse(one.facts));
    expect(mette).toMatchObject({ version: 2, parts: 'other rules', reason: 'Asked by cities.' });
    expect(mette.closesAt).toBe('29 January 2027, 18:00 UTC');
    expect(alma.parts).toBe('otras reglas');
  });

  it('of eligibility is mailed when the second person confirms, not before', async () => {
    await dossiers();
    await change((file) => {
      file.definition.rules.eligibility.minMembershipMonths = 24;
    });
    expect(sent('editions.mail.rules')).toEqual([]);
    await stand.service.act('system', 'office.appointed', (tx) => {
      const two = ensureAccount(tx, { address: 'two@award.invalid', name: 'Two', lang: 'en' });
      appointOfficer(tx, ground.edition.id, two, 'organiser');
    });
    const second = await stand.as('two@award.invalid');
    const { text } = await second.get('/en/office/2027/definition');
    expect(text).toContain('mailed to the 2 people');
    const path = /action="([^"]*\/proposals\/[^"]*)\/confirm"/.exec(text)?.[1] ?? 'none';
    for (const _time of [1, 2]) expect((await second.post(`${path}/confirm`)).status).toBe(303);
    expect(receivers('editions.mail.rules')).toHaveLength(2);
  });
});

describe('a city that leaves', () => {
  const result = (milestones: Partial<Milestones>) =>
    vi.spyOn(gathered, 'milestones').mockReturnValue({ signedOffAt: null, publicFrom: null, ...milestones });
  afterEach(() => void vi.restoreAllMocks());

  it('withdraws before the sign-off; the office gets no mail of a decline', async () => {
    const { first } = await dossiers();
    const owner = await stand.as('mette@city.invalid');
    const shown = await owner.get(`/en/nominations/${first}/withdraw`);
    expect(shown.text).toContain('Withdraw Sønderborg');
    expect(shown.text).toContain('until it is public, you may still decline');
    await owner.post(`/en/nominations/${first}/withdraw`, { reason: 'No money.' });
    expect(receivers('nominations.mail.declined-office')).toEqual([]);
  });

  it('declines after it, is told nothing of the decision, and the office is told once', async () => {
    const { first } = await dossiers();
    result({ signedOffAt: stand.clock.now() });
    const owner = await stand.as('mette@city.invalid');
    const shown = await owner.get(`/en/nominations/${first}/withdraw`);
    expect(shown.text).toContain('Decline for Sønderborg');
    expect(shown.text).toContain('You are not told what was decided.');
    for (const _time of [1, 2]) {
      await owner.post(`/en/nominations/${first}/withdraw`, { reason: 'The council said no.' });
    }
    expect(receivers('nominations.mail.declined-office')).toEqual(['office@award.invalid']);
  });

  it('does neither once the result is public', async () => {
    const { first } = await dossiers();
    result({ signedOffAt: stand.clock.now() - 2, publicFrom: stand.clock.now() - 1 });
    const owner = await stand.as('mette@city.invalid');
    const late = await owner.post(`/en/nominations/${first}/withdraw`, { reason: 'Too late.' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('the results are public since');
    expect(nomination(first).withdrawnAt).toBeNull();
  });
});
