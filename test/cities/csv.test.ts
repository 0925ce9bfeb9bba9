import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/cities/csv.ts';
import { foldName } from '../../src/cities/fold-name.ts';
import type { City } from '../../src/cities/pages.ts';
import { partialDate } from '../../src/cities/partial-date.ts';
import { cityRow } from '../../src/cities/registry.ts';
import { planImport, repeatedCities } from '../../src/cities/registry-import.ts';
import { citiesCsv } from '../../src/cities/registry-pages.ts';

const HEAD = 'name,country_iso2,unesco_region,joined';
const read = (...lines: string[]) => readCsv([HEAD, ...lines].join('\n'), cityRow);
const faultsOf = (...lines: string[]) => {
  const outcome = read(...lines);
  return 'faults' in outcome ? outcome.faults.map(({ line, field, code }) => [line, field, code]) : [];
};

const rowsOf = (...lines: string[]) => {
  const outcome = read(...lines);
  if ('faults' in outcome) throw new Error(JSON.stringify(outcome.faults));
  return outcome;
};

const asCity = (row: ReturnType<typeof rowsOf>['rows'][number], id: string): City => ({
  id,
  addedAt: 0,
  ...row,
});

describe('a list of cities as CSV', () => {
  it('is read with commas or semicolons, with the mark of spreadsheets, regions by name or code', () => {
    const semicolons = '\uFEFFname;country_iso2;unesco_region;joined\r\nŞanlıurfa;TR;ENA;\r\n';
    const outcome = readCsv(semicolons, cityRow);
    expect('rows' in outcome && outcome.rows[0]).toMatchObject({
      name: 'Şanlıurfa',
      region: 'ENA',
      joined: null,
    });
    expect(rowsOf('Cork,IE,Europe and North America,2015-03').rows[0]).toMatchObject({
      region: 'ENA',
      joined: '2015-03',
    });
  });

  it.each([
    ['an unknown region', 'Cork,IE,Atlantis,2015', [2, 'unesco_region', 'cities.fault.region']],
    ['a country that is no code', 'Cork,Ireland,ENA,2015', [2, 'country_iso2', 'cities.fault.country']],
    ['a name that is missing', ' ,IE,ENA,2015', [2, 'name', 'cities.fault.name']],
    ['a date of another shape', 'Cork,IE,ENA,15 May', [2, 'joined', 'cities.fault.joined']],
    ['a line with a value too many', 'Cork,IE,ENA,2015,x', [2, null, 'cities.fault.columns']],
    ['a quotation mark that never closes', '"Cork,IE,ENA,2015', [2, null, 'cities.fault.quote']],
  ])('names the line of %s', (_what, line, expected) => {
    expect(faultsOf(line)).toEqual([expected]);
  });

  it('names every faulty line, and reads none', () => {
    expect(faultsOf('Cork,IE,ENA,2015', 'Doha,QA,ZZZ,2015', 'Wuhan,cn,APA,2015')).toEqual([
      [3, 'unesco_region', 'cities.fault.region'],
      [4, 'country_iso2', 'cities.fault.country'],
    ]);
  });

  it('names a column that the heading lacks once, not on every line', () => {
    const outcome = readCsv('name,unesco_region,joined\nCork,ENA,2015\nDoha,ARB,2015\n', cityRow);
    expect('faults' in outcome && outcome.faults).toEqual([
      { line: 1, field: 'country_iso2', code: 'cities.fault.noColumn', facts: {} },
    ]);
  });

  it('refuses an empty list', () => {
    expect(faultsOf()).toEqual([[1, null, 'cities.fault.empty']]);
  });

  it('names the second line of a city that stands twice', () => {
    const { rows, lines } = rowsOf('Cork,IE,ENA,2015', 'Doha,QA,ARB,', 'Cork,IE,ENA,2016');
    expect(repeatedCities(rows, lines)).toEqual([
      { line: 4, field: 'name', code: 'cities.fault.twice', facts: { name: 'Cork', before: 2 } },
    ]);
  });
});

describe('the plan of an import', () => {
  it('says what is new, what changes and how, and what stays', () => {
    const before = rowsOf('Cork,IE,ENA,2015', 'Doha,QA,ARB,').rows.map((row, index) =>
      asCity(row, `c${index}`),
    );
    const { rows } = rowsOf('Cork,IE,ENA,2015', 'Doha,QA,ARB,2017', 'Wuhan,CN,APA,2013');
    const plan = planImport(before, rows);
    expect(plan.added.map(({ name }) => name)).toEqual(['Wuhan']);
    expect(plan.changed.map(({ id, changes }) => ({ id, changes }))).toEqual([
      { id: 'c1', changes: [{ field: 'joined', from: '', to: '2017' }] },
    ]);
    expect(plan.same).toBe(1);
  });

  it('of an export finds nothing to do, whatever the names', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map((text) => `A${text.replace(/[\p{C}\p{Z}]/gu, '')}`);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const cities = names.map(
          (one, index): City => ({
            id: `c${index}`,
            name: one,
            localName: index % 2 === 0 ? one : null,
            languageTag: 'und',
            country: 'IE',
            region: 'ENA',
            joined: null,
            latitude: -1.5,
            longitude: 9,
            source: 'seen',
            addedAt: 0,
          }),
        );
        const outcome = readCsv(citiesCsv(cities), cityRow);
        expect('rows' in outcome && planImport(cities, outcome.rows)).toEqual({
          added: [],
          changed: [],
          same: cities.length,
        });
      }),
    );
  });
});

describe('an export', () => {
  it('never begins a text like a formula', () => {
    const row = asCity({ ...rowsOf('Cork,IE,ENA,2015').rows[0], name: '=1+1' } as never, 'c');
    expect(citiesCsv([row])).toContain("'=1+1");
  });
});

describe('names and dates', () => {
  it.each([
    ['N’Zérékoré', 'n zerekore'],
    ['Şanlıurfa', 'sanliurfa'],
    ['Sønderborg', 'sonderborg'],
    ['Evry-Courcouronnes', 'evry courcouronnes'],
  ])('%s folds to %s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('a day is written no finer than it is known', () => {
    expect(partialDate('en', '2019')).toBe('2019');
    expect(partialDate('fr', '2015-09')).toBe('septembre 2015');
    expect(partialDate('es', '2017-01-19')).toBe('19 de enero de 2017');
  });
});
