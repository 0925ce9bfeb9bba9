import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyOf } from '../../src/editions/copy.ts';
import type { Definition, Question } from '../../src/editions/definition.ts';
import { draftEdition, publishEdition } from '../../src/editions/store.ts';
import { carryOver } from '../../src/nominations/answers.ts';
import { draftAnswers, draftFiles } from '../../src/nominations/dossier-pages.ts';
import { startNomination } from '../../src/nominations/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { fileOf2027, fillIn, type Ground, layGround, startFor } from './ground.ts';

const definition = fileOf2027().definition;

describe('what an earlier dossier gives to a new one', () => {
  const changed = (edit: (one: Definition) => void) => {
    const copy = structuredClone(definition);
    edit(copy);
    return copy;
  };
  const asDate = ({ id, label, required, criteria }: Question): Question => ({
    id,
    label,
    required,
    criteria,
    kind: 'date',
  });
  const all = Object.fromEntries(
    definition.sections.flatMap(({ questions }) =>
      questions.map((one) => [
        one.id,
        'choices' in one
          ? one.kind === 'multiple'
            ? one.choices.map(({ id }) => id)
            : (one.choices[0]?.id ?? '')
          : one.kind === 'file'
            ? ''
            : 'words',
      ]),
    ),
  );
  const taken = (to: Definition) =>
    Object.assign({}, ...carryOver({ definition, answers: all }, to).map(({ answers }) => answers));

  it('is every answer where nothing changed', () => {
    const answered = Object.fromEntries(Object.entries(all).filter(([, one]) => one !== ''));
    expect(taken(definition)).toEqual(answered);
  });

  it('leaves out questions that are gone or of another kind, and choices that are gone', () => {
    const to = changed((copy) => {
      for (const section of copy.sections)
        section.questions = section.questions.flatMap((one): Question[] => {
          if (one.id === 'plan.answer') return [];
          if (one.id === 'resources.answer') return [asDate(one)];
          if (one.kind === 'multiple') return [{ ...one, choices: one.choices.slice(1) }];
          return [one];
        });
    });
    const got = taken(to);
    expect(got['plan.answer']).toBeUndefined();
    expect(got['resources.answer']).toBeUndefined();
    const multiple = definition.sections
      .flatMap(({ questions }) => questions)
      .find(({ kind }) => kind === 'multiple');
    if (multiple?.kind !== 'multiple') throw new Error('the sample asks for no choices');
    expect(got[multiple.id]).toEqual(multiple.choices.slice(1).map(({ id }) => id));
  });
});

describe('a dossier that begins from the last one', () => {
  let stand: Stand;
  let ground: Ground;
  let city: Client;
  let old: string;
  let fresh: string;

  beforeEach(async () => {
    stand = await openStand();
    ground = await layGround(stand);
    old = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
    await fillIn(stand, ground, old);
    fresh = await startIn2028('Sønderborg', 'mette@city.invalid');
    city = await stand.as('mette@city.invalid');
  });
  afterEach(() => stand.close());

  async function startIn2028(name: string, address: string): Promise<string> {
    const file = copyOf({ ...ground.edition }, '2028', 2028);
    const { call } = fileOf2027().calendar;
    file.calendar.call = call;
    const started = ground.cities.get(name);
    const id = await stand.service.act('system', 'nomination.started', (tx) => {
      const edition = draftEdition(tx, file);
      if (isRefusal(edition) || !started) throw new Error('no edition');
      publishEdition(tx, edition);
      const account = ensureAccount(tx, { address, name: 'Mette Krog', lang: 'en' });
      return startNomination(tx, { edition, city: started, account, lang: 'en' });
    });
    if (isRefusal(id)) throw new Error(id.code);
    return id;
  }
  const begin = (by: Client, from = old) => by.post(`/en/nominations/${fresh}/begin`, { from });

  it('is offered, takes over every answer and no file, once', async () => {
    expect((await city.get(`/en/nominations/${fresh}`)).text).toContain('Begin from our dossier of 2027');
    for (const _time of [1, 2]) expect((await begin(city)).status).toBe(303);
    expect(draftAnswers(stand.service.db, fresh)).toEqual(draftAnswers(stand.service.db, old));
    expect(draftFiles(stand.service.db, fresh)).toEqual({});
    expect((await city.get(`/en/nominations/${fresh}`)).text).not.toContain('Begin from our dossier');
  });

  it('never gives away what the account did not write', async () => {
    const foreign = await startFor(stand, ground, 'Bogotá', 'alma@city.invalid');
    await fillIn(stand, ground, foreign);
    expect((await begin(city, foreign)).status).toBe(404);
    const stranger = await stand.as('alma@city.invalid');
    expect((await begin(stranger)).status).toBe(404);
    expect(draftAnswers(stand.service.db, fresh)).toEqual({});
  });
});
