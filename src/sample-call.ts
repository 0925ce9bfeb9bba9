import { gathered } from './app.ts';
import { datesOf } from './editions/calendar.ts';
import type { Definition } from './editions/definition.ts';
import { writersOf } from './editions/messages.ts';
import { type Edition, wholeEdition } from './editions/pages.ts';
import { liveNominations, type Nomination, nominationById } from './nominations/pages.ts';
import { extendNomination } from './nominations/store.ts';
import { accountOfAddress } from './people/pages.ts';
import { type Act, createAct } from './platform/act.ts';
import { DAY, HOUR, type Instant, settableClock } from './platform/clock.ts';
import { assert } from './platform/result.ts';
import type { Service } from './platform/service.ts';
import { commissionOf, drawn, ownerOf, PARTS, type SampleVariant } from './sample-cast.ts';
import {
  appointCommissions,
  endorse,
  type Filling,
  fillDossier,
  keepLetters,
  ownerAccount,
  type SampleDossier,
  sampleDossiers,
  submitDossier,
  WHOLE,
} from './sample-dossiers.ts';
import { changeRules, type Staffed } from './sample-edition.ts';

/** What plays the sample: the service, a clock of its own, the door that bears its time, and who acts. */
export type Stage = Staffed & {
  service: Service;
  clock: ReturnType<typeof settableClock>;
  act: Act;
  seed: number;
  variant: SampleVariant;
  /** Ids of nominations by the name of their city. */
  nominations: Map<string, string>;
};

/** The edition as it stands at this moment of the play. */
export const editionOf = ({ service, id }: Stage): Edition => wholeEdition(service.db, id);

/** Sets the scene: a clock and the door that writes at its time. */
export function openClock(service: Service, start: Instant): Pick<Stage, 'service' | 'clock' | 'act'> {
  const clock = settableClock(start);
  return { service, clock, act: createAct(service.db, clock) };
}

/** Something that happens at an instant of the play. */
export type Event = { at: Instant; play: () => Promise<unknown> };

/** Lets things happen in the order of their instants. */
export async function playInOrder({ clock }: Stage, events: readonly Event[]): Promise<void> {
  for (const { at, play } of [...events].sort((one, other) => one.at - other.at)) {
    clock.set(Math.round(at));
    await play();
  }
}

/** The account of an address that the sample made. */
export function accountOf({ service }: Stage, address: string): string {
  const account = accountOfAddress(service.db, address)?.id;
  assert(account !== undefined, `the sample knows ${address}`);
  return account;
}

/** When a dossier is started and submitted, in days since the call opened; null is not submitted. */
type Days = { started: number; submitted: number | null };

const RULES_CHANGED = 7;

function daysUnderWay({ slug, city }: SampleDossier): Days {
  const started = 0.5 + 17 * drawn('started', slug);
  const isDone = slug === 'sonderborg' || (slug !== 'bogota' && drawn('done', slug) < 0.34);
  if (city === PARTS.early) return { started: 0.3, submitted: 3 };
  const first = Math.max(started + 2, RULES_CHANGED + 1);
  return { started, submitted: isDone ? first + (21.8 - first) * drawn('submitted', slug) : null };
}

/** Most cities submit late: the day is drawn towards the end of the call. */
function daysOfWhole({ slug, city }: SampleDossier, length: number): Days {
  const started = 0.5 + 60 * drawn('started', slug);
  if (city === PARTS.early) return { started: 0.3, submitted: 3 };
  if (city === PARTS.late) return { started, submitted: length + 2 };
  const first = Math.max(started + 3, RULES_CHANGED + 2);
  return { started, submitted: first + (length - 0.1 - first) * Math.sqrt(drawn('submitted', slug)) };
}

/** Plays the call: dossiers are written, most are submitted; under way, a third of them so far. */
export async function playCall(stage: Stage, definition: Definition, isUnderWay: boolean): Promise<void> {
  const { service, act, clock, organiser } = stage;
  const { opensAt, closesAt } = datesOf(editionOf(stage).calendar, 'call');
  clock.set(opensAt + HOUR);
  const dossiers = sampleDossiers();
  await act(organiser, 'commission.appointed', (tx) => appointCommissions(tx, editionOf(stage), dossiers));
  const events: Event[] = [
    { at: opensAt + RULES_CHANGED * DAY, play: () => changeTheRules(stage, definition) },
  ];
  for (const [index, dossier] of dossiers.entries()) {
    const days = isUnderWay ? daysUnderWay(dossier) : daysOfWhole(dossier, (closesAt - opensAt) / DAY);
    const isDone = days.submitted !== null;
    const letters = isDone || index % 3 === 1 ? await keepLetters(service, dossier) : null;
    const without = dossier.city === PARTS.early ? ['consent.file', 'resources.outside'] : [];
    const filling = { sections: isDone ? WHOLE : 3 + (index % 9), letters, without };
    events.push({ at: opensAt + days.started * DAY, play: () => start(stage, dossier, filling) });
    if (days.submitted !== null)
      events.push({ at: opensAt + days.submitted * DAY, play: () => submit(stage, dossier) });
  }
  if (!isUnderWay) events.push({ at: closesAt - DAY, play: () => extendLate(stage, closesAt + 4 * DAY) });
  await playInOrder(stage, events);
}

function changeTheRules(stage: Stage, definition: Definition): Promise<void> {
  return changeRules(stage.act, stage, definition, writersOf({ rooms: gathered, service: stage.service }));
}

async function start(stage: Stage, dossier: SampleDossier, filling: Filling): Promise<void> {
  const { act } = stage;
  const owner = await act('system', 'account.made', (tx) => ownerAccount(tx, dossier));
  const id = await act(owner, 'nomination.started', (tx) =>
    fillDossier(tx, editionOf(stage), dossier, filling),
  );
  stage.nominations.set(dossier.city, id);
}

/** The nomination of a city of the sample, by the city's name. */
export function nominationOf({ service, nominations }: Stage, city: string): Nomination {
  const found = nominationById(service.db, nominations.get(city) ?? '');
  assert(found !== null, `${city} is in the sample`);
  return found;
}

function submit(stage: Stage, dossier: SampleDossier): Promise<void> {
  const { id } = nominationOf(stage, dossier.city);
  return stage.act(accountOf(stage, ownerOf(dossier)), 'nomination.submitted', (tx) =>
    submitDossier(tx, editionOf(stage), id),
  );
}

function extendLate(stage: Stage, until: Instant): Promise<void> {
  const nomination = nominationOf(stage, PARTS.late);
  const reason = 'Inundación: el ayuntamiento estuvo cerrado del 20 al 27 de enero.';
  return stage.act(stage.organiser, 'nomination.extended', (tx) =>
    extendNomination(tx, editionOf(stage), nomination, until, reason),
  );
}

/** Lets every commission but one speak in the fortnight after the call. */
export async function playEndorsements(stage: Stage): Promise<void> {
  const { closesAt } = datesOf(editionOf(stage).calendar, 'call');
  const spoken = liveNominations(stage.service.db, stage.id).filter(
    ({ submission, cityName }) => submission !== null && cityName !== PARTS.silent,
  );
  await playInOrder(
    stage,
    spoken.map(({ id, cityName, country }) => ({
      at: closesAt + (4 + 9 * drawn('endorsed', cityName)) * DAY,
      play: () =>
        stage.act(accountOf(stage, commissionOf(country)), 'nomination.endorsed', (tx) =>
          endorse(tx, editionOf(stage), id),
        ),
    })),
  );
}
