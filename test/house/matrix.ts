import type { Request, Response } from 'express';
import { gathered, rooms } from '../../src/app.ts';
import { publishAsked } from '../../src/editions/asked-store.ts';
import { currentEdition } from '../../src/editions/pages.ts';
import { addFactor } from '../../src/people/factor-store.ts';
import { viewerOf } from '../../src/people/pages.ts';
import { askRecovery } from '../../src/people/recovery-store.ts';
import { ensureAccount, startSession } from '../../src/people/store.ts';
import type { AnyRoute } from '../../src/platform/http/route.ts';
import { admits, makeCall } from '../../src/platform/http/serve.ts';
import { NOBODY, type Viewer } from '../../src/platform/http/viewer.ts';
import { SAMPLE_STAGES, type SampleStage } from '../../src/sample.ts';
import { CAST, commissionOf, JURY, jurorAddress, ownerOf, SHOWN_JURORS } from '../../src/sample-cast.ts';
import type { sampleSheet } from '../../src/sample-start.ts';
import type { Stand } from '../stand.ts';

type Sheet = Awaited<ReturnType<typeof sampleSheet>>;
export type Seen = { stage: SampleStage; stand: Stand; sheet: Sheet };

/** Who asks: everything asked for belongs to the first city, its commission, and the first juror. */
export const ASKERS: Readonly<Record<string, string | null>> = {
  nobody: null,
  stranger: 'stranger@nowhere.invalid',
  city: ownerOf({ slug: 'sonderborg' }),
  city2: ownerOf({ slug: 'bogota' }),
  comm: commissionOf('DK'),
  comm2: commissionOf('CO'),
  juror: jurorAddress(SHOWN_JURORS.juror.name),
  juror2: jurorAddress(JURY.map(([name]) => name).find((name) => isHidden(name)) ?? ''),
  organ: CAST.organiser.address,
  appr: CAST.approver.address,
  audit: CAST.auditor.address,
};

function isHidden(name: string): boolean {
  return name !== SHOWN_JURORS.juror.name && name !== SHOWN_JURORS.juror2.name;
}

/** One value of the sample for each parameter of an address; an address with another one has to name it here. */
export function valuesOf({ stand, sheet }: Seen): (route: AnyRoute) => Record<string, string> {
  const one = (sql: string, ...values: unknown[]) =>
    (stand.service.db.$client
      .prepare(sql)
      .pluck()
      .get(...values) as string | number | undefined) ?? 'none';
  const nomination = sheet.ids.nomination ?? 'none';
  const organiser = 'SELECT account_id FROM addresses WHERE address = ?';
  const values: Record<string, () => string | number> = {
    edition: () => sheet.edition,
    nomination: () => nomination,
    card: () => sheet.ids.scorecard ?? 'none',
    assignment: () => sheet.ids.assignment ?? 'none',
    file: () => sheet.ids.file ?? 'none',
    section: () => 'plan',
    criterion: () => 'plan',
    question: () => 'plan.answer',
    country: () => 'DK',
    city: () => one("SELECT id FROM cities WHERE name = 'Sønderborg'"),
    member: () =>
      one("SELECT id FROM nomination_members WHERE nomination_id = ? AND role = 'colleague'", nomination),
    clarification: () => one('SELECT id FROM clarifications WHERE nomination_id = ?', nomination),
    endorsement: () => one('SELECT id FROM endorsements WHERE nomination_id = ?', nomination),
    juror: () => one('SELECT juror_id FROM assignments WHERE id = ?', sheet.ids.assignment ?? ''),
    commission: () => one("SELECT id FROM commissions WHERE country = 'DK'"),
    office: () => one('SELECT id FROM office_appointments ORDER BY since, rowid'),
    proposal: () => one('SELECT id FROM proposals ORDER BY rowid DESC'),
    message: () => one('SELECT id FROM outbox WHERE edition IS NOT NULL ORDER BY rowid'),
    mail: () => one('SELECT id FROM mailbox ORDER BY rowid'),
    session: () => one(`SELECT id FROM sessions WHERE account_id = (${organiser})`, CAST.organiser.address),
    factor: () =>
      one(
        'SELECT id FROM factors WHERE account_id = (SELECT account_id FROM addresses WHERE address = ?)',
        CAST.approver.address,
      ),
    recovery: () => one('SELECT id FROM recoveries'),
    group: () => 'jurors',
    version: () => 1,
    token: () => 'never-drawn',
    letter: () => 'never-written',
    part: () => 'jury',
    asked: () => one('SELECT id FROM asked_questions'),
    role: () => 'city',
    name: () => 'section',
    of: () => 'plan',
  };
  return ({ path }) => {
    const names = [...path.matchAll(/:([a-z]+)/gi)].map((match) => match[1] ?? '');
    return Object.fromEntries(names.map((name) => [name, String(valueFor(path, name, values, sheet))]));
  };
}

function valueFor(
  path: string,
  name: string,
  values: Record<string, () => string | number>,
  { ids }: Sheet,
): string | number {
  if (name === 'id') return (path.startsWith('/jury/') ? ids.scorecard : ids.nomination) ?? 'none';
  const value = values[name];
  if (value === undefined) throw new Error(`the matrix has no value for :${name} of ${path}`);
  return value();
}

/** What the sample lacks and the table needs: a factor of the approver, the auditor's lost one, a question answered. */
export async function addFactors({ service }: Stand): Promise<void> {
  const organiser = await service.act('system', 'matrix.laid', (tx) => {
    const accountOf = (who: { name: string; address: string }) => ensureAccount(tx, { ...who, lang: 'en' });
    addFactor(tx, accountOf(CAST.approver), { kind: 'totp', secret: 'A'.repeat(32), lastStep: 0 });
    askRecovery(tx, accountOf(CAST.auditor), 'left in a train');
    return accountOf(CAST.organiser);
  });
  await service.act(organiser, 'question.answered', (tx) => {
    const words = { en: 'Who may?', fr: 'Qui peut ?', es: '¿Quién puede?' };
    const edition = currentEdition(tx.db);
    if (edition) publishAsked(tx, edition.id, { question: words, answer: words });
  });
}

/** A session for each asker, proved just now. */
export async function viewersOf({ stand }: Seen): Promise<[string, Viewer, string | null][]> {
  const { db } = stand.service;
  const at = stand.clock.now();
  const known = {
    appointmentsOf: (account: string) => gathered.appointmentsOf(db, account),
    production: false,
    writes: stand.service.writes,
  };
  const all: [string, Viewer, string | null][] = [];
  for (const [name, address] of Object.entries(ASKERS)) {
    if (address === null) {
      all.push([name, NOBODY, null]);
      continue;
    }
    const token = await stand.service.act('system', 'session.started', (tx) =>
      startSession(tx, ensureAccount(tx, { address, name: '', lang: 'en' }), {
        device: 'matrix',
        proof: 'sample',
      }),
    );
    all.push([name, viewerOf(db, token, at, known), token]);
  }
  return all;
}

export type Cell = 'o' | '-' | 's';

/** What a route answers to a viewer before its handler is asked: open, missing, or led to the sign-in. */
export function cellOf(seen: Seen, route: AnyRoute, viewer: Viewer, params: Record<string, string>): Cell {
  const path = addressOf(route, params);
  const fake = { originalUrl: `/en${path}`, params, headers: {}, get: () => undefined };
  const call = makeCall(
    { service: seen.stand.service, rooms: gathered },
    viewer,
    'en',
    fake as unknown as Request,
    {} as Response,
  );
  const admitted = admits(route, viewer);
  if (admitted === 'sign-in') return 's';
  const thing = admitted === true ? route.find(call) : null;
  return thing === null || thing === undefined ? '-' : 'o';
}

/** The address of a route with its parameters filled in, without the language. */
export function addressOf({ path }: AnyRoute, params: Record<string, string>): string {
  return path.replace(/:([a-z]+)/gi, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
}

const HEAD = `Who reaches what. Everything asked for belongs to the first city, its commission and the first juror.
Written by: npx vitest run test/house/matrix.test.ts -u

Each cell has a letter for each stage: ${SAMPLE_STAGES.join(', ')}; one letter where all five are alike.
o  reached; what may be done there is judged by the room's policy, on the thing itself
-  missing, as if it had never existed
s  led to the sign-in
!  behind the address: asks for a proof of who acts of the last five minutes
`;

/** The whole table as text, a line for each route. */
export async function matrixText(all: readonly Seen[]): Promise<string> {
  const askers = await Promise.all(
    all.map(async (seen) => ({ seen, viewers: await viewersOf(seen), values: valuesOf(seen) })),
  );
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(76)} ${cells.map((cell) => cell.padEnd(10)).join('')}`.trimEnd();
  const lines = rooms.flatMap((room) => [
    '',
    line(room.name, Object.keys(ASKERS)),
    ...[...room.routes].sort(byAddress).map((route) => {
      const cells = Object.keys(ASKERS).map((name) => {
        const letters = askers.map(({ seen, viewers, values }) => {
          const viewer = viewers.find(([known]) => known === name)?.[1] ?? NOBODY;
          return cellOf(seen, route, viewer, values(route));
        });
        return new Set(letters).size === 1 ? (letters[0] ?? '') : letters.join('');
      });
      return line(`${route.method.toUpperCase().padEnd(5)}${route.path}${route.fresh ? ' !' : ''}`, cells);
    }),
  ]);
  return `${[HEAD, ...lines].join('\n')}\n`;
}

function byAddress(one: AnyRoute, other: AnyRoute): number {
  const key = ({ path, method }: AnyRoute) => `${path} ${method}`;
  return key(one) < key(other) ? -1 : 1;
}
