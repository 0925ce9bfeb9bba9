import type { Region } from '../../src/editions/definition.ts';
import type { EditionFile } from '../../src/editions/edition-file.ts';
import { appointOfficer } from '../../src/editions/store.ts';
import { jurorById } from '../../src/jury/pages.ts';
import { acceptInvitation, inviteJuror } from '../../src/jury/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import type { Tx } from '../../src/platform/act.ts';
import type { Lang } from '../../src/platform/i18n/lang.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { decideEligibility, shortlist } from '../../src/screening/store.ts';
import { type Ground, nominationOf, ORGANISER, openGround } from '../screening/ground.ts';
import type { Client } from '../stand.ts';

export const ASSIGNMENT = '/en/office/2027/assignment';

const DOSSIERS: readonly [city: string, lang: Lang][] = [
  ['Sønderborg', 'en'],
  ['Gdynia', 'en'],
  ['Porto-Novo', 'fr'],
  ['Laâyoune', 'fr'],
  ['北京', 'en'],
];

const READERS: readonly [name: string, country: string, region: Region, languages: Lang[]][] = [
  ['Amara', 'ML', 'AFR', ['fr', 'en']],
  ['Bruno', 'BR', 'LAC', ['en', 'fr']],
  ['Dana', 'DK', 'ENA', ['en', 'fr']],
  ['Emil', 'PL', 'ENA', ['en']],
  ['Farah', 'KW', 'ARB', ['fr', 'en']],
];

/** An edition with five dossiers on its shortlist, two readers each, and five jurors who have accepted. */
export type Panel = Ground & {
  organiser: Client;
  auditor: Client;
  approver: Client;
  /** Ids of jurors by name and of nominations by city. */
  jurors: Record<string, string>;
  dossiers: Record<string, string>;
};

/** Opens that edition; `change` may alter its definition first. */
export async function openPanel(change: (file: EditionFile) => void = () => {}): Promise<Panel> {
  const ground = await openGround((file) => {
    file.definition.rules.jury.readersPerNomination = 2;
    file.definition.rules.jury.maxLoad = 4;
    change(file);
  });
  // Solved in this thread: a pool's thread takes longer to learn TypeScript than a page waits for its answer.
  Object.assign(ground.service, { solve: solveHere });
  const dossiers: Record<string, string> = {};
  for (const [city, lang] of DOSSIERS) dossiers[city] = await ground.nominate(city, { lang });
  const jurors = await ground.service.act('system', 'panel.laid', (tx) => {
    for (const id of Object.values(dossiers)) putOnShortlist(tx, ground, id);
    const approver = ensureAccount(tx, { address: 'approver@award.invalid', name: 'App', lang: 'en' });
    appointOfficer(tx, ground.edition.id, approver, 'approver');
    return Object.fromEntries(READERS.map((reader) => [reader[0], seat(tx, ground, reader)]));
  });
  return {
    ...ground,
    organiser: await ground.as(ORGANISER),
    auditor: await ground.as('auditor@award.invalid'),
    approver: await ground.as('approver@award.invalid'),
    jurors,
    dossiers,
  };
}

function putOnShortlist(tx: Tx, ground: Ground, id: string): void {
  const nomination = nominationOf(ground, id);
  decideEligibility(tx, nomination, {
    outcome: 'eligible',
    reason: 'Looked at.',
    against: null,
    findings: [],
  });
  shortlist(tx, nomination);
}

function seat(
  tx: Tx,
  { edition }: Ground,
  [name, country, region, languages]: (typeof READERS)[number],
): string {
  const who = { name, address: `${name.toLowerCase()}@jury.invalid`, lang: languages[0] ?? 'en' };
  const profile = { country, region, languages, expertise: [], affiliations: [], maxLoad: 4 };
  const id = inviteJuror(tx, edition, who, profile);
  if (isRefusal(id)) throw new Error(id.code);
  const juror = jurorById(tx.db, edition.id, id);
  if (juror === null) throw new Error('no juror');
  acceptInvitation(tx, edition, juror);
  return id;
}
