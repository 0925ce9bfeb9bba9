import { standingAnnouncement } from '../../src/announcement/pages.ts';
import { standingSelection } from '../../src/decision/pages.ts';
import { MINUTE } from '../../src/platform/clock.ts';
import { ORGANISER } from '../screening/ground.ts';
import type { Client } from '../stand.ts';
import {
  APPROVER,
  closeOn,
  DELIBERATION,
  openScored,
  type Points,
  type Scored,
  SECOND,
} from '../tally/scored.ts';

export const PAGE = '/en/office/2027/announcement';
const DECISION = '/en/office/2027/decision';

/** Two of these three are chosen; which, is the only thing in which two of these differ. */
export const THREE: Points = { Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] };

export const MOMENT = DELIBERATION + 20 * MINUTE;

export type Signed = Scored & { organiser: Client; second: Client; approver: Client };

/** An edition whose selection one organiser has proposed and the other signed. */
export async function openSigned(points: Points = THREE): Promise<Signed> {
  const scored = await openScored(points);
  const [organiser, second, approver] = await Promise.all(
    [ORGANISER, SECOND, APPROVER].map((one) => scored.as(one)),
  );
  if (!organiser || !second || !approver) throw new Error('three people sign in');
  await closeOn(scored);
  const signed = { ...scored, organiser, second, approver };
  await sign(signed);
  return signed;
}

/** Computes the selection anew, proposes it and has it signed. */
export async function sign({ organiser, second, service, edition }: Signed, reason = ''): Promise<void> {
  await organiser.post(`${DECISION}/compute`).expect(303);
  await organiser.post(`${DECISION}/propose`).expect(303);
  const digest = standingSelection(service.db, edition.id)?.digest ?? '';
  await second.post(`${DECISION}/approve`, { digest, agreed: 'yes', reason }).expect(303);
}

/** The form of a moment: day and time in the edition's zone. */
export function momentOf({ edition }: Pick<Scored, 'edition'>, at: number): { day: string; clock: string } {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: edition.definition.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
  return { day: local.slice(0, 10), clock: local.slice(11, 16) };
}

/** Sets the moment as the organiser does on the page. */
export async function setOn(signed: Signed, at = MOMENT): Promise<void> {
  await signed.organiser.post(`${PAGE}/moment`, momentOf(signed, at)).expect(303);
}

/** The announcement that stands; throws where there is none. */
export function standingOf({ service, edition }: Scored) {
  const one = standingAnnouncement(service.db, edition.id);
  if (one === null) throw new Error('a moment is set');
  return one;
}

/** Status, body and headers of an answer, with what differs between any two answers masked. */
export async function answerOf(client: Client, path: string) {
  const { status, text, headers } = await client.get(path);
  const { date: _date, ...kept } = headers as Record<string, string>;
  return {
    status,
    text: text.replaceAll(path.split('?')[0] ?? '', 'PATH').replaceAll(path.slice(3), 'PATH'),
    kept,
  };
}
