import { assignments, proposals } from '../../src/assignment/tables.ts';
import type { EditionFile } from '../../src/editions/edition-file.ts';
import { appointOfficer } from '../../src/editions/store.ts';
import { jurorById } from '../../src/jury/pages.ts';
import { acceptInvitation, inviteJuror } from '../../src/jury/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import type { Tx } from '../../src/platform/act.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { type Ground, ORGANISER, openGround } from '../screening/ground.ts';
import type { Client } from '../stand.ts';

export const SCORING = Date.parse('2027-03-20T09:00:00Z');
export const STAGE_ENDS = Date.parse('2027-04-16T18:00:00Z');
export const CRITERIA = [
  'plan',
  'coordination',
  'resources',
  'monitoring',
  'access',
  'culture',
  'innovation',
  'network',
] as const;

/** An edition in its scoring: Amara reads three dossiers, Bruno reads the first of them too; all are announced. */
export type Jury = Ground & {
  amara: Client;
  bruno: Client;
  organiser: Client;
  second: Client;
  approver: Client;
  auditor: Client;
  nominations: [string, string, string];
  jurors: { amara: string; bruno: string };
  /** The assignments of Amara in the order of her list, then Bruno's. */
  own: [string, string, string];
  brunos: string;
};

/** Opens that edition; `change` may alter its definition first. */
export async function openJury(change: (file: EditionFile) => void = () => {}): Promise<Jury> {
  const ground = await openGround(change);
  const one = await ground.nominate('Sønderborg', {
    answers: { ...PLAIN, 'access.answer': 'Harbour classes.' },
  });
  const two = await ground.nominate('Porto-Novo', { lang: 'fr' });
  const three = await ground.nominate('北京');
  const laid = await ground.service.act('system', 'jury.laid', (tx) =>
    laySeats(tx, ground, [one, two, three]),
  );
  ground.clock.set(SCORING);
  return {
    ...ground,
    ...laid,
    amara: await ground.as('amara@jury.invalid'),
    bruno: await ground.as('bruno@jury.invalid'),
    organiser: await ground.as(ORGANISER),
    second: await ground.as('second@award.invalid'),
    approver: await ground.as('approver@award.invalid'),
    auditor: await ground.as('auditor@award.invalid'),
    nominations: [one, two, three],
  };
}

const PLAIN = {
  'plan.answer': 'A plan was made.',
  'plan.adopted': '2024-05-02',
  'access.learners': '6240',
  'network.answer': 'Two visits.',
};

function laySeats(tx: Tx, ground: Ground, [one, two, three]: [string, string, string]) {
  const { edition } = ground;
  for (const [address, role] of [
    ['second@award.invalid', 'organiser'],
    ['approver@award.invalid', 'approver'],
  ] as const) {
    const lang = 'en' as const;
    const account = ensureAccount(tx, { address, name: address.split('@')[0] ?? '', lang });
    appointOfficer(tx, edition.id, account, role);
  }
  const amara = seat(tx, ground, 'Amara', 'ML');
  const bruno = seat(tx, ground, 'Bruno', 'BR');
  const proposal = newId();
  tx.db
    .insert(proposals)
    .values({
      id: proposal,
      editionId: edition.id,
      kind: 'whole',
      problem: {},
      problemDigest: '',
      solution: {},
      madeAt: tx.at,
      madeBy: 'system',
    })
    .run();
  const assign = (jurorId: string, nominationId: string, position: number) => {
    const id = newId();
    tx.db
      .insert(assignments)
      .values({
        id,
        editionId: edition.id,
        jurorId,
        nominationId,
        proposalId: proposal,
        position,
        appliedAt: tx.at,
        appliedBy: 'system',
        announcedAt: tx.at,
      })
      .run();
    return id;
  };
  const own: [string, string, string] = [
    assign(amara, two, 1),
    assign(amara, one, 2),
    assign(amara, three, 3),
  ];
  const brunos = assign(bruno, one, 1);
  tx.record({ edition: edition.id, object: edition.id });
  return { jurors: { amara, bruno }, own, brunos };
}

function seat(tx: Tx, { edition }: Ground, name: string, country: string): string {
  const who = { name, address: `${name.toLowerCase()}@jury.invalid`, lang: 'en' as const };
  const id = inviteJuror(tx, edition, who, {
    country,
    region: 'AFR',
    languages: ['en', 'fr'],
    expertise: [],
    affiliations: [],
    maxLoad: 12,
  });
  if (isRefusal(id)) throw new Error(id.code);
  const juror = jurorById(tx.db, edition.id, id);
  if (juror === null) throw new Error('no juror');
  acceptInvitation(tx, edition, juror);
  return id;
}

/** Opens the card of an assignment on the page and returns its id. */
export async function openCard(client: Client, assignment: string): Promise<string> {
  const answer = await client.post(`/en/jury/2027/assignments/${assignment}/open`);
  const id = /\/scorecards\/([0-9a-z]+)$/.exec(String(answer.headers.location))?.[1];
  if (answer.status !== 303 || id === undefined) throw new Error(`not opened: ${answer.status}`);
  return id;
}

/** The version that the page of a card shows. */
export async function versionOf(client: Client, card: string, criterion = 'plan'): Promise<string> {
  const { text } = await client.get(`/en/jury/2027/scorecards/${card}?criterion=${criterion}`);
  return /name="version" value="(\d+)"/.exec(text)?.[1] ?? 'none';
}

/** Saves all criteria of a card, each from a page of its own. */
export async function scoreAll(client: Client, card: string, points = '3', remark = ''): Promise<void> {
  for (const criterion of CRITERIA) {
    const version = await versionOf(client, card, criterion);
    const form = { criterion, points, remark: remark && `${remark} ${criterion}`, version, next: 'on' };
    const answer = await client.post(`/en/jury/2027/scorecards/${card}/scores`, form);
    if (answer.status !== 303) throw new Error(`${criterion}: ${answer.status}`);
  }
}

/** Locks a card as its page shows it. */
export async function lockCard(client: Client, card: string) {
  const { text } = await client.get(`/en/jury/2027/scorecards/${card}?all`);
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '0';
  return client.post(`/en/jury/2027/scorecards/${card}/lock`, { version, agreed: 'yes' });
}
