import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conflictsAmong,
  type JurorTies,
  type NominationNames,
  type StoredConflict,
} from '../../src/jury/conflicts.ts';

const city = (
  id: string,
  country: string,
  cityNames: string[],
  countryNames: string[] = [],
): NominationNames => ({
  id,
  country,
  cityNames,
  countryNames,
});

const CITIES = {
  sonderborg: city('sonderborg', 'DK', ['Sønderborg'], ['Denmark', 'Danemark', 'Dinamarca']),
  seoul: city(
    'seoul',
    'KR',
    ['Eunpyeong-gu (Seoul)', '은평구'],
    ['Republic of Korea', 'République de Corée', 'República de Corea'],
  ),
  beijing: city('beijing', 'CN', ['Beijing', '北京'], ['China', 'Chine', 'China']),
  abidjan: city('abidjan', 'CI', ['Abidjan'], ['Côte d’Ivoire']),
  nzerekore: city('nzerekore', 'GN', ["N'Zérékoré"], ['Guinea', 'Guinée', 'Guinea']),
  cork: city('cork', 'IE', ['Cork'], ['Ireland', 'Irlande', 'Irlanda']),
  tehran: city('tehran', 'IR', ['Tehran'], ['Iran (Islamic Republic of)', 'Iran (République islamique d’)']),
};
type Name = keyof typeof CITIES;

function found(affiliation: string, name: Name) {
  const juror: JurorTies = { id: 'j', country: 'XX', affiliations: ['Elsewhere', affiliation] };
  return conflictsAmong(true, [juror], [CITIES[name]], []);
}

describe('a conflict is suggested', () => {
  it.each<[string, Name]>([
    ['University of Southern Denmark', 'sonderborg'],
    ['SONDERBORG kommune', 'sonderborg'],
    ['Conseil de la ville de Sønderborg, 2019', 'sonderborg'],
    ['Seoul National University', 'seoul'],
    ['Korea Development Institute', 'seoul'],
    ['Ministère de l’Éducation, Corée', 'seoul'],
    ['은평구청', 'seoul'],
    ['北京大学', 'beijing'],
    ["Ministère, Cote d'Ivoire", 'abidjan'],
    ['Université de Nzérékoré / N’Zerekore', 'nzerekore'],
    ['University College, Cork.', 'cork'],
    ['Sharif University (Iran)', 'tehran'],
  ])('from %j for %s', (affiliation, name) => {
    expect(found(affiliation, name)).toEqual([
      { juror: 'j', nomination: name, kind: 'suggested', reason: affiliation },
    ]);
  });

  it.each<[string, Name]>([
    ['Corkscrew makers’ guild', 'cork'],
    ['New Guineans abroad', 'nzerekore'],
    ['Institute of the Islamic arts', 'tehran'],
    ['Republic of letters', 'seoul'],
    ['', 'cork'],
  ])('but not from %j for %s', (affiliation, name) => {
    expect(found(affiliation, name)).toEqual([]);
  });
});

describe('what stands between a juror and a nomination', () => {
  const juror: JurorTies = { id: 'j', country: 'DK', affiliations: ['University College Cork'] };
  const stored = (
    kind: StoredConflict['kind'],
    nominationId: string,
    refusedAt: number | null = null,
  ): StoredConflict => ({
    jurorId: 'j',
    nominationId,
    kind,
    reason: 'Said so.',
    refusedAt,
  });
  const kinds = (ownCountry: boolean, rows: StoredConflict[]) =>
    Object.fromEntries(
      conflictsAmong(ownCountry, [juror], [CITIES.sonderborg, CITIES.cork, CITIES.seoul], rows).map((one) => [
        one.nomination,
        one.kind,
      ]),
    );

  it('is the own country where the rules say so, and nothing typed', () => {
    expect(kinds(true, [])).toEqual({ cork: 'suggested', sonderborg: 'derived' });
    expect(kinds(false, [])).toEqual({ cork: 'suggested' });
  });

  it('is never refused where the rules derive it', () => {
    expect(kinds(true, [stored('suggested', 'sonderborg', 5)])).toMatchObject({ sonderborg: 'derived' });
  });

  it('is gone for good when the suggestion was refused', () => {
    expect(kinds(true, [stored('suggested', 'cork', 5)])).toEqual({ sonderborg: 'derived' });
  });

  it('stays when it was confirmed, whatever becomes of the affiliation', () => {
    const rows = [stored('suggested', 'cork')];
    expect(kinds(true, rows)).toMatchObject({ cork: 'confirmed' });
    expect(conflictsAmong(true, [{ ...juror, affiliations: [] }], [CITIES.cork], rows)).toHaveLength(1);
  });

  it('is a declaration before everything else, after a refused suggestion too', () => {
    const rows = [
      stored('suggested', 'cork', 5),
      stored('declared', 'cork'),
      stored('declared', 'sonderborg'),
    ];
    expect(kinds(true, rows)).toEqual({ cork: 'declared', sonderborg: 'declared' });
  });

  it('never changes by the order of jurors, nominations and rows, and names each pair once', () => {
    const names = Object.keys(CITIES) as Name[];
    const jurors = ['DK', 'IE', 'KR'].map((country, index) => ({
      id: `j${index}`,
      country,
      affiliations: ['Cork', 'Beijing', 'Iran'].slice(index),
    }));
    const row = fc.record({
      jurorId: fc.constantFrom('j0', 'j1', 'j2'),
      nominationId: fc.constantFrom(...names),
      kind: fc.constantFrom('suggested' as const, 'declared' as const),
      reason: fc.constant('r'),
      refusedAt: fc.constantFrom(null, 1),
    });
    const rows = fc.uniqueArray(row, { selector: (one) => `${one.jurorId} ${one.nominationId} ${one.kind}` });
    fc.assert(
      fc.property(rows, fc.boolean(), (given, own) => {
        const one = conflictsAmong(own, jurors, Object.values(CITIES), given);
        const other = conflictsAmong(
          own,
          [...jurors].reverse(),
          Object.values(CITIES).reverse(),
          [...given].reverse(),
        );
        expect(other).toEqual(one);
        const pairs = one.map(({ juror: who, nomination }) => `${who} ${nomination}`);
        expect(new Set(pairs).size).toBe(pairs.length);
      }),
    );
  });
});
