import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyOf, fileOf } from '../../src/editions/copy.ts';
import { STAGES } from '../../src/editions/definition.ts';
import { type EditionFile, readEditionFile } from '../../src/editions/edition-file.ts';
import { fromLocal, toLocal, yearsLater } from '../../src/editions/local-time.ts';
import { paths } from '../../src/platform/paths.ts';

const text = readFileSync(join(paths.seed, 'sample', 'edition-2027.json'), 'utf8');

// The file of the sample as data that a test may bend; each gets its own.
type Bent = {
  slug: string;
  year: unknown;
  format: unknown;
  extra?: unknown;
  calendar: Record<string, { opensAt: unknown; closesAt: unknown }>;
  definition: {
    timeZone: unknown;
    name: Record<string, unknown>;
    groups: unknown[];
    sections: { id: string; group: string; questions: Record<string, unknown>[] }[];
    rubric: {
      method: unknown;
      trim?: unknown;
      levels: { points: unknown }[];
      criteria: { id: string; weight: unknown; descriptions: unknown[]; colour?: string }[];
    };
    rules: {
      eligibility: { countedTo: unknown; requiredFiles: unknown[] };
      jury: Record<string, unknown>;
      selection: {
        seats: unknown;
        threshold: unknown;
        regions: Record<string, unknown>;
        tieRules: unknown[];
      };
    };
  };
};

function bend(change: (file: Bent) => void): { path: string; code: string }[] {
  const file = JSON.parse(text) as Bent;
  change(file);
  const read = readEditionFile(JSON.stringify(file));
  return 'faults' in read ? read.faults.map(({ path, code }) => ({ path, code })) : [];
}

const first = <Item>(items: readonly Item[]): Item => items[0] as Item;

describe('the one file of an edition', () => {
  it('of the sample has no fault', () => {
    expect(readEditionFile(text)).toHaveProperty('file');
  });

  const cases: [string, (file: Bent) => void, string, string][] = [
    [
      'a format of another program',
      (f) => {
        f.format = 'x';
      },
      'format',
      'editions.fault.choice',
    ],
    [
      'a year that is no number',
      (f) => {
        f.year = '2027';
      },
      'year',
      'editions.fault.type',
    ],
    [
      'a field that the format does not know',
      (f) => {
        f.extra = 1;
      },
      'extra',
      'editions.fault.unknown',
    ],
    [
      'an unknown field deep inside',
      (f) => {
        first(f.definition.rubric.criteria).colour = 'red';
      },
      'definition.rubric.criteria[0].colour',
      'editions.fault.unknown',
    ],
    [
      'a slug that is an address',
      (f) => {
        f.slug = 'office';
      },
      'slug',
      'editions.fault.reserved',
    ],
    [
      'a slug with capitals',
      (f) => {
        f.slug = 'Award';
      },
      'slug',
      'editions.fault.slug',
    ],
    [
      'an instant without its offset',
      (f) => {
        (f.calendar.call as Bent['calendar'][string]).closesAt = '2027-01-29T18:00';
      },
      'calendar.call.closesAt',
      'editions.fault.instant',
    ],
    [
      'a stage that closes before it opens',
      (f) => {
        (f.calendar.call as Bent['calendar'][string]).closesAt = '2020-01-29T18:00:00Z';
      },
      'calendar.call.closesAt',
      'editions.fault.closesFirst',
    ],
    [
      'a stage that is missing',
      (f) => {
        delete f.calendar.scoring;
      },
      'calendar.scoring',
      'editions.fault.missing',
    ],
    [
      'a time zone of nowhere',
      (f) => {
        f.definition.timeZone = 'Mars/Base';
      },
      'definition.timeZone',
      'editions.fault.timeZone',
    ],
    [
      'a name without its French',
      (f) => {
        delete f.definition.name.fr;
      },
      'definition.name.fr',
      'editions.fault.missing',
    ],
    [
      'an empty text',
      (f) => {
        f.definition.name.es = ' ';
      },
      'definition.name.es',
      'editions.fault.empty',
    ],
    [
      'a list that must not be empty',
      (f) => {
        f.definition.groups = [];
      },
      'definition.groups',
      'editions.fault.tooSmall',
    ],
    [
      'a weight above the limit',
      (f) => {
        first(f.definition.rubric.criteria).weight = 5_000;
      },
      'definition.rubric.criteria[0].weight',
      'editions.fault.tooBig',
    ],
    [
      'levels that fall',
      (f) => {
        (f.definition.rubric.levels[2] as { points: unknown }).points = 0;
      },
      'definition.rubric.levels[2].points',
      'editions.fault.levelsRise',
    ],
    [
      'a level without its description',
      (f) => {
        first(f.definition.rubric.criteria).descriptions.pop();
      },
      'definition.rubric.criteria[0].descriptions',
      'editions.fault.descriptions',
    ],
    [
      'a trim without its method',
      (f) => {
        f.definition.rubric.trim = 1;
      },
      'definition.rubric.trim',
      'editions.fault.trim',
    ],
    [
      'a criterion that stands twice',
      (f) => {
        (f.definition.rubric.criteria[1] as { id: string }).id = first(f.definition.rubric.criteria).id;
      },
      'definition.rubric.criteria[1].id',
      'editions.fault.twice',
    ],
    [
      'a section in no group',
      (f) => {
        first(f.definition.sections).group = 'nowhere';
      },
      'definition.sections[0].group',
      'editions.fault.noGroup',
    ],
    [
      'a question of another section',
      (f) => {
        first(first(f.definition.sections).questions).id = 'other.one';
      },
      'definition.sections[0].questions[0].id',
      'editions.fault.prefix',
    ],
    [
      'a question of no kind',
      (f) => {
        first(first(f.definition.sections).questions).kind = 'song';
      },
      'definition.sections[0].questions[0].kind',
      'editions.fault.choice',
    ],
    [
      'a question for no criterion',
      (f) => {
        first(first(f.definition.sections).questions).criteria = ['taste'];
      },
      'definition.sections[0].questions[0].criteria[0]',
      'editions.fault.noCriterion',
    ],
    [
      'a required file that nobody asks for',
      (f) => {
        f.definition.rules.eligibility.requiredFiles = ['x.y'];
      },
      'definition.rules.eligibility.requiredFiles[0]',
      'editions.fault.noQuestion',
    ],
    [
      'a day that is no day',
      (f) => {
        f.definition.rules.eligibility.countedTo = '29 January';
      },
      'definition.rules.eligibility.countedTo',
      'editions.fault.date',
    ],
    [
      'seats of no known shape',
      (f) => {
        f.definition.rules.selection.seats = 'ten';
      },
      'definition.rules.selection.seats',
      'editions.fault.shape',
    ],
    [
      'seats with a faulty end',
      (f) => {
        f.definition.rules.selection.seats = { min: 'one', max: 3 };
      },
      'definition.rules.selection.seats.min',
      'editions.fault.type',
    ],
    [
      'seats whose least is above the most',
      (f) => {
        f.definition.rules.selection.seats = { min: 5, max: 3 };
      },
      'definition.rules.selection.seats',
      'editions.fault.minMax',
    ],
    [
      'a region whose least is above the most',
      (f) => {
        f.definition.rules.selection.regions.AFR = { min: 3, max: 1 };
      },
      'definition.rules.selection.regions.AFR',
      'editions.fault.minMax',
    ],
    [
      'a region that does not exist',
      (f) => {
        f.definition.rules.selection.regions.MOON = { max: 1 };
      },
      'definition.rules.selection.regions.MOON',
      'editions.fault.unknown',
    ],
    [
      'a threshold as a word',
      (f) => {
        f.definition.rules.selection.threshold = 'high';
      },
      'definition.rules.selection.threshold',
      'editions.fault.threshold',
    ],
    [
      'a tie rule for no criterion',
      (f) => {
        f.definition.rules.selection.tieRules = [{ by: 'criterion', id: 'taste' }];
      },
      'definition.rules.selection.tieRules[0].id',
      'editions.fault.noCriterion',
    ],
    [
      'a least load above the most',
      (f) => {
        f.definition.rules.jury.minLoad = 900;
      },
      'definition.rules.jury.minLoad',
      'editions.fault.minMax',
    ],
  ];

  it.each(cases)('names the exact path of %s', (_what, change, path, code) => {
    expect(bend(change)).toContainEqual({ path, code });
  });

  it('names every fault at once', () => {
    const faults = bend((file) => {
      file.year = null;
      file.definition.timeZone = 'x';
      file.definition.rubric.method = 'guess';
    });
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'definition.rubric.method',
      'definition.timeZone',
      'year',
    ]);
  });

  it('names line and column of what is no JSON', () => {
    expect(readEditionFile('{\n  "slug": 2027,\n  oops\n}')).toEqual({
      faults: [{ path: '', code: 'editions.fault.json', facts: { line: 3, column: 3 } }],
    });
  });
});

const file = (readEditionFile(text) as { file: EditionFile }).file;
const edition = {
  slug: file.slug,
  year: file.year,
  definition: file.definition,
  calendar: STAGES.map((stage) => ({
    stage,
    opensAt: Date.parse(file.calendar[stage].opensAt),
    closesAt: Date.parse(file.calendar[stage].closesAt),
  })),
};

describe('a copy', () => {
  it('of an edition exports and reads back as itself', () => {
    expect(readEditionFile(JSON.stringify(fileOf(edition)))).toEqual({ file: fileOf(edition) });
  });

  it('moves every date by whole years, replaces the year in the name and leaves the host open', () => {
    const copy = copyOf(edition, '2029', 2029);
    expect(copy.calendar.call.closesAt).toBe('2029-01-29T18:00:00.000Z');
    expect(copy.definition.rules.eligibility.countedTo).toBe('2029-01-29');
    expect(copy.definition.name.fr).toBe('Prix de la ville apprenante 2029');
    expect(copy.definition.host).toBeNull();
    expect(copy.definition.rubric).toEqual(file.definition.rubric);
    expect(readEditionFile(JSON.stringify(copy))).toHaveProperty('file');
  });
});

describe('local times', () => {
  it('come back as they were typed, in any zone', () => {
    const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(instant, fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Seoul'), (at, zone) => {
        const minute = at - (at % 60_000);
        expect(fromLocal(toLocal(minute, zone), zone)).toBe(minute);
      }),
    );
  });

  it.each([
    ['an hour that a zone skips', '2027-03-28T02:30', 'Europe/Berlin'],
    ['an hour that comes twice', '2027-10-31T02:30', 'Europe/Berlin'],
    ['a day that no month has', '2027-02-30T10:00', 'UTC'],
    ['words', 'tomorrow', 'UTC'],
    ['a day alone', '2027-02-03', 'UTC'],
  ])('of %s name no instant', (_what, typed, zone) => {
    expect(fromLocal(typed, zone)).toBeNull();
  });

  it('keep their hour over years, whatever the clocks did between', () => {
    const at = Date.parse('2027-06-14T10:00:00+02:00');
    expect(toLocal(yearsLater(at, 'Europe/Berlin', 2), 'Europe/Berlin')).toBe('2029-06-14T10:00');
  });
});
