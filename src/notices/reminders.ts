/**
 * Reminders before a deadline: seven days, two days and one day before a stage closes, to whoever still has something
 * to do there. Nothing is planned ahead, so nothing must be stopped when the thing is done and nothing planned anew
 * when a date moves: every minute it is judged from what is open now. Promise: never at night where the recipient
 * lives, never twice for the same close, never more than one mail a day, and none after the act or the close.
 */
import { DAY, type Instant } from '../platform/clock.ts';

export const KINDS = ['draft', 'endorse', 'cards'] as const;
/** A dossier in draft, dossiers that wait for their commission's word, scorecards that are not locked. */
export type Kind = (typeof KINDS)[number];

/** Days before the close, the nearest first. */
export const THRESHOLDS = [1, 2, 7] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** Something that a person has still to do. */
export type OpenTask = {
  edition: string;
  kind: Kind;
  /** Since when it is theirs to do by this close: a reminder that would lie before it is left out. */
  since: Instant;
  closesAt: Instant;
  /** What it is about: the city of a dossier; otherwise empty. */
  about: readonly string[];
  count: number;
  /** The page where it is done, without the language. */
  link: string;
  /** The days before this close for which a reminder went out. */
  sent: readonly number[];
};

/** A person who may be reminded. */
export type Person = { account: string; timeZone: string; wanted: boolean; lastAt: Instant | null };

export type DueTask = OpenTask & { threshold: Threshold };
export type DueReminder = { account: string; timeZone: string; tasks: DueTask[] };

const MORNING = 8;
const EVENING = 20;

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(timeZone: string, at: Instant): { day: string; hour: number } {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  const found = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${found.year}-${found.month}-${found.day}`, hour: Number(found.hour) };
}

/** The day of an instant where somebody lives, as 2027-01-29. */
export function localDay(timeZone: string, at: Instant): string {
  return localTime(timeZone, at).day;
}

/** Whether a person can be reminded at this instant: they want it, it is day where they live, and today's mail is not out. */
export function isAwake({ timeZone, wanted, lastAt }: Person, at: Instant): boolean {
  const { day, hour } = localTime(timeZone, at);
  const isDay = hour >= MORNING && hour < EVENING;
  return wanted && isDay && (lastAt === null || localDay(timeZone, lastAt) < day);
}

/** The reminder that a task is due for: of the thresholds reached the nearest, unless it went out. */
function thresholdOf(task: OpenTask, at: Instant): Threshold | null {
  const nearest = THRESHOLDS.find((days) => task.closesAt - at <= days * DAY);
  if (nearest === undefined || at >= task.closesAt || task.sent.includes(nearest)) return null;
  return task.since < task.closesAt - nearest * DAY ? nearest : null;
}

/** The reminders due at an instant: one a person, of everything that is due for them, the nearest close first. */
export function dueReminders(
  facts: readonly { person: Person; tasks: readonly OpenTask[] }[],
  at: Instant,
): DueReminder[] {
  return facts.flatMap(({ person, tasks }) => {
    if (!isAwake(person, at)) return [];
    const due = tasks
      .flatMap((task): DueTask[] => {
        const threshold = thresholdOf(task, at);
        return threshold === null ? [] : [{ ...task, threshold }];
      })
      .sort((one, other) => one.closesAt - other.closesAt);
    return due.length === 0 ? [] : [{ account: person.account, timeZone: person.timeZone, tasks: due }];
  });
}

/** Tasks of one kind in one edition with the same close are one: their cities and counts are put together. */
export function joinTasks<Task extends Omit<OpenTask, 'sent'>>(tasks: readonly Task[]): Task[] {
  const joined = new Map<string, Task>();
  for (const task of tasks) {
    const key = `${task.edition} ${task.kind} ${task.closesAt}`;
    const known = joined.get(key);
    joined.set(
      key,
      known === undefined
        ? task
        : {
            ...known,
            since: Math.min(known.since, task.since),
            about: [...known.about, ...task.about],
            count: known.count + task.count,
            link: known.link === task.link ? known.link : '/my',
          },
    );
  }
  return [...joined.values()];
}
