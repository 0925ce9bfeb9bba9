import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appointOfficer } from '../../src/editions/store.ts';
import { fillIn, unknownMarks } from '../../src/notices/marks.ts';
import { letterFaults, PLACEHOLDERS } from '../../src/overview/letter.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { dueMessages, markDelivered } from '../../src/platform/outbox.ts';
import { count, type Ground, layGround, startFor } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

describe('the marks of a letter', () => {
  it.each([
    ['{name}, {city}: {deadline}, {link}', 'drafts', []],
    ['{city}', 'jurors', ['{city}']],
    ['{deadline}', 'awardees', ['{deadline}']],
    ['{nom} and {name}', 'drafts', ['{nom}']],
    ['an open { brace', 'drafts', ['{']],
    ['{{name}}', 'drafts', ['{', '}']],
    ['{count, plural, other {#}}', 'drafts', ['{', '{#}', '}']],
    ['nothing', 'drafts', []],
  ] as const)('%s to %s', (text, group, expected) => {
    expect(unknownMarks(text, PLACEHOLDERS[group])).toEqual(expected);
  });

  it('a value is never read as a mark again, and what is no mark stays as it is', () => {
    const values = { name: '{link}', city: '{name} $& ', deadline: '', link: 'x' };
    expect(fillIn('{name}|{city}|{other}', values)).toBe('{link}|{name} $& |{other}');
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, city) => {
        expect(fillIn('a{name}b{city}c', { name, city, deadline: '', link: '' })).toBe(`a${name}b${city}c`);
      }),
    );
  });

  it('a fault names its field in its language', () => {
    const good = { subject: 'x', text: '{name}' };
    const texts = { en: good, fr: { subject: '{nom}', text: 'x' }, es: { ...good, text: '}' } };
    expect(letterFaults(texts, 'drafts')).toEqual([
      { field: 'subject-fr', mark: '{nom}' },
      { field: 'text-es', mark: '}' },
    ]);
    expect(Object.values(PLACEHOLDERS).every((marks) => marks.includes('name'))).toBe(true);
  });
});

const FORM = {
  'subject-en': 'The dossier of {city}',
  'text-en': '{name},\n\nuntil {deadline}: {link}',
  'subject-fr': 'Le dossier de {city}',
  'text-fr': '{name}',
  'subject-es': 'El expediente de {city}',
  'text-es': '{name}',
};

describe('a letter to a group', () => {
  let stand: Stand;
  let ground: Ground;
  let organiser: Client;
  beforeEach(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    ground = await layGround(stand);
    await stand.service.act('system', 'officer.appointed', (tx) => {
      const who = { address: 'ines@award.invalid', name: 'Ines', lang: 'en' as const };
      appointOfficer(tx, ground.edition.id, ensureAccount(tx, who), 'organiser');
    });
    organiser = await stand.as('ines@award.invalid');
    await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
    await startFor(stand, ground, 'Bogotá', 'ana@city.invalid');
  });
  afterEach(() => stand.close());

  const mails = () =>
    count(stand, "SELECT count(*) AS n FROM outbox WHERE template = 'overview.mail.letter'");
  const letters = () => count(stand, 'SELECT count(*) AS n FROM letters');
  async function written(): Promise<string> {
    const answer = await organiser.post('/en/office/2027/letters/new/drafts', FORM);
    expect(answer.status).toBe(303);
    return String(answer.headers.location);
  }

  it('with an unknown mark or an empty language is not saved, and what was typed stays', async () => {
    const wrong = await organiser.post('/en/office/2027/letters/new/drafts', {
      ...FORM,
      'text-fr': '{nom} mot à mot',
    });
    expect([wrong.status, letters()]).toEqual([422, 0]);
    expect(wrong.text).toContain('{nom} mot à mot');
    expect(wrong.text).toContain('Replace {nom}');
    const empty = await organiser.post('/en/office/2027/letters/new/drafts', { ...FORM, 'subject-es': ' ' });
    expect([empty.status, letters()]).toEqual([422, 0]);
  });

  it('is previewed with real values and sends nothing; then goes to as many as the page said, once', async () => {
    const path = await written();
    const preview = await organiser.get(path);
    expect(preview.text).toContain('Mette Krog,');
    expect(preview.text).toContain('29 January 2027');
    expect(preview.text).toContain('2 people');
    expect(mails()).toBe(0);
    expect((await organiser.post(`${path}/send`, { count: '1' })).status).toBe(409);
    expect(mails()).toBe(0);
    const sent = [
      await organiser.post(`${path}/send`, { count: '2' }),
      await organiser.post(`${path}/send`, { count: '2' }),
    ];
    expect([...sent.map(({ status }) => status), mails()]).toEqual([303, 303, 2]);
    expect(count(stand, "SELECT count(*) AS n FROM audit WHERE action = 'letter.sent'")).toBe(1);
    expect((await organiser.post(`${path}/edit`, FORM)).status).toBe(409);
  });

  it('leaves after ten seconds, and until then is stopped as a whole', async () => {
    const path = await written();
    await organiser.post(`${path}/send`, { count: '2' });
    const { $client: sqlite } = stand.service.db;
    stand.clock.advance(9_000);
    const due = (at: number) =>
      dueMessages(sqlite, at, 50).filter(({ template }) => template === 'overview.mail.letter').length;
    expect([due(stand.clock.now()), due(stand.clock.now() + 1_000)]).toEqual([0, 2]);
    const stops = [await organiser.post(`${path}/stop`), await organiser.post(`${path}/stop`)];
    expect(stops.map(({ status }) => status)).toEqual([303, 303]);
    expect(due(stand.clock.now() + 60_000)).toBe(0);
    expect(count(stand, "SELECT count(*) AS n FROM audit WHERE action = 'letter.stopped'")).toBe(1);
  });

  it('of which some were delivered is stopped for all the others (NO-07)', async () => {
    const path = await written();
    await organiser.post(`${path}/send`, { count: '2' });
    const { $client: sqlite } = stand.service.db;
    stand.clock.advance(10_000);
    const due = () =>
      dueMessages(sqlite, stand.clock.now(), 50).filter(
        ({ template }) => template === 'overview.mail.letter',
      );
    const [first] = due();
    markDelivered(sqlite, first?.id ?? '', stand.clock.now());
    expect((await organiser.get(path)).text).toContain('1 of 2 delivered, 1 waiting.');
    await organiser.post(`${path}/stop`);
    stand.clock.advance(60_000);
    expect(due()).toEqual([]);
    expect((await organiser.get(path)).text).toContain('1 of 2 delivered, 0 waiting.');
  });

  it('goes to awardees only once the result is public', async () => {
    const form = { ...FORM, 'text-en': 'x' };
    const made = await organiser.post('/en/office/2027/letters/new/awardees', form);
    const path = String(made.headers.location);
    expect((await organiser.get(path)).text).toContain('Wait for the moment');
    expect([(await organiser.post(`${path}/send`, { count: '0' })).status, mails()]).toEqual([409, 0]);
  });

  it('is nothing to a stranger', async () => {
    const path = await written();
    const stranger = await stand.as('mette@city.invalid');
    const answers = [
      await stranger.get(path),
      await stranger.post(`${path}/send`, { count: '2' }),
      await stranger.post(`${path}/stop`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(mails()).toBe(0);
  });
});
