import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueReminders,
  isAwake,
  joinTasks,
  localDay,
  type OpenTask,
  type Person,
} from '../../src/notices/reminders.ts';
import { DAY, HOUR } from '../../src/platform/clock.ts';

const CLOSES = Date.parse('2027-01-29T18:00:00Z');
const daysBefore = (days: number, hours = 0) => CLOSES - days * DAY - hours * HOUR;

const task = (more: Partial<OpenTask> = {}): OpenTask => ({
  edition: 'e',
  kind: 'draft',
  since: daysBefore(40),
  closesAt: CLOSES,
  about: ['Cork'],
  count: 1,
  link: '/nominations/n',
  sent: [],
  ...more,
});
const person = (more: Partial<Person> = {}): Person => ({
  account: 'a',
  timeZone: 'UTC',
  wanted: true,
  lastAt: null,
  ...more,
});
const thresholds = (at: number, one: OpenTask, who: Person = person()) =>
  dueReminders([{ person: who, tasks: [one] }], at).flatMap(({ tasks }) =>
    tasks.map(({ threshold }) => threshold),
  );

describe('a reminder', () => {
  it.each([
    ['eight days before', daysBefore(8), {}, {}, []],
    ['seven days before', daysBefore(7), {}, {}, [7]],
    ['a moment too early', daysBefore(7) - 1, {}, {}, []],
    ['five days before, when that of seven days is out', daysBefore(5), { sent: [7] }, {}, []],
    ['five days before, when nothing could be sent earlier', daysBefore(5), {}, {}, [7]],
    ['two days before', daysBefore(2), { sent: [7] }, {}, [2]],
    ['two days before and none was sent: one, and not two', daysBefore(2), {}, {}, [2]],
    ['one day before', daysBefore(1), { sent: [7, 2] }, {}, [1]],
    ['one day before, all are out', daysBefore(1), { sent: [7, 2, 1] }, {}, []],
    ['at the close', CLOSES, { sent: [] }, {}, []],
    ['after the close', CLOSES + HOUR, {}, {}, []],
    ['to who began five days before', daysBefore(5), { since: daysBefore(5, 1) }, {}, []],
    ['to who began five days before, two days before', daysBefore(2), { since: daysBefore(5) }, {}, [2]],
    ['to who wants none', daysBefore(2), {}, { wanted: false }, []],
    ['to who had one today', daysBefore(2), {}, { lastAt: daysBefore(2, 3) }, []],
    ['to who had one yesterday', daysBefore(2), {}, { lastAt: daysBefore(3) }, [2]],
    ['at three in the morning in Seoul', daysBefore(2), {}, { timeZone: 'Asia/Seoul' }, []],
    ['at eight the next morning in Seoul', daysBefore(2, -5), {}, { timeZone: 'Asia/Seoul' }, [2]],
    ['at seven in the morning in Bogotá', daysBefore(2, -13), {}, { timeZone: 'America/Bogota' }, []],
    ['at one in the afternoon in Bogotá', daysBefore(2), {}, { timeZone: 'America/Bogota' }, [2]],
  ] as const)('%s', (_what, at, about, who, expected) => {
    expect(thresholds(at, task(about as Partial<OpenTask>), person(who))).toEqual(expected);
  });

  it('the mornings and evenings of the day: 08:00 is day, 20:00 is not', () => {
    const at = (clock: string) => isAwake(person(), Date.parse(`2027-01-20T${clock}Z`));
    expect(['07:59:59', '08:00:00', '19:59:59', '20:00:00', '00:00:00'].map(at)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('a date that moves is a close of its own', () => {
    const told = task({ sent: [7, 2, 1] });
    const moved = { ...told, closesAt: CLOSES + 9 * DAY, sent: [] };
    expect(thresholds(CLOSES - HOUR, told)).toEqual([]);
    expect(thresholds(CLOSES + 2 * DAY, moved)).toEqual([7]);
  });

  it('everything that is due for a person is one mail, the nearest close first', () => {
    const cards = task({ kind: 'cards', closesAt: CLOSES + DAY, count: 8 });
    const [due, ...more] = dueReminders([{ person: person(), tasks: [cards, task()] }], daysBefore(5));
    expect(more).toEqual([]);
    expect(due?.tasks.map(({ kind }) => kind)).toEqual(['draft', 'cards']);
  });

  it('eight cards with one close are one task; another close is another', () => {
    const cards = Array.from({ length: 8 }, () => task({ kind: 'cards', about: [], link: '/jury/2027' }));
    const later = task({ kind: 'cards', about: [], closesAt: CLOSES + DAY });
    const joined = joinTasks([...cards, later]);
    expect(joined.map(({ count, link }) => [count, link])).toEqual([
      [8, '/jury/2027'],
      [1, '/nominations/n'],
    ]);
    expect(joinTasks([task(), task({ about: ['Fes'], link: '/nominations/m' })])).toMatchObject([
      { about: ['Cork', 'Fes'], count: 2, link: '/my' },
    ]);
  });
});

/** Lets the minutes of two weeks pass, as the rounds of the service do, and keeps what each one sends. */
function liveThrough(zone: string, tasks: readonly OpenTask[], doneAt: number, step: number) {
  const sent: { at: number; kind: string; closesAt: number; threshold: number }[] = [];
  let lastAt: number | null = null;
  for (let at = daysBefore(14); at < CLOSES + 4 * DAY; at += step) {
    const open = tasks
      .filter(() => at < doneAt)
      .map((one) => ({
        ...one,
        sent: sent
          .filter(({ kind, closesAt }) => kind === one.kind && closesAt === one.closesAt)
          .map(({ threshold }) => threshold),
      }));
    for (const due of dueReminders([{ person: person({ timeZone: zone, lastAt }), tasks: open }], at)) {
      lastAt = at;
      for (const { kind, closesAt, threshold } of due.tasks) sent.push({ at, kind, closesAt, threshold });
    }
  }
  return sent;
}

describe('reminders of a fortnight, whatever zone, dates and act', () => {
  const zone = fc.constantFrom('UTC', 'Asia/Seoul', 'America/Bogota', 'Asia/Kathmandu', 'Pacific/Kiritimati');
  const tasks = fc
    .uniqueArray(
      fc.record({
        kind: fc.constantFrom('draft' as const, 'endorse' as const, 'cards' as const),
        closesAt: fc.integer({ min: 0, max: 90 }).map((hours) => CLOSES + hours * HOUR),
        since: fc.integer({ min: 0, max: 30 * 24 }).map((hours) => CLOSES - hours * HOUR),
      }),
      { maxLength: 4, selector: ({ kind, closesAt }) => `${kind} ${closesAt}` },
    )
    .map((all) => all.map((one) => task(one)));

  it('never at night, never twice, never two mails a day, none after the act, none after the close', () => {
    const doneAt = fc.integer({ min: -14 * 24, max: 96 }).map((hours) => CLOSES + hours * HOUR);
    const step = fc.integer({ min: 13, max: 240 }).map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(zone, tasks, doneAt, step, (timeZone, all, done, every) => {
        const sent = liveThrough(timeZone, all, done, every);
        const keys = sent.map(({ kind, closesAt, threshold }) => `${kind} ${closesAt} ${threshold}`);
        expect(new Set(keys).size).toBe(keys.length);
        const mails = [...new Set(sent.map(({ at }) => at))];
        expect(new Set(mails.map((at) => localDay(timeZone, at))).size).toBe(mails.length);
        for (const { at, closesAt } of sent) {
          const hour = Number(
            new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at),
          );
          expect(hour).toBeGreaterThanOrEqual(8);
          expect(hour).toBeLessThan(20);
          expect(at).toBeLessThan(Math.min(done, closesAt));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('who does nothing is reminded three times of a close, wherever they live', () => {
    fc.assert(
      fc.property(zone, (timeZone) => {
        const sent = liveThrough(timeZone, [task()], CLOSES + DAY, 10 * 60_000);
        expect(sent.map(({ threshold }) => threshold)).toEqual([7, 2, 1]);
      }),
      { numRuns: 10 },
    );
  });
});
