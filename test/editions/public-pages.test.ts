import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftEdition, publishEdition } from '../../src/editions/store.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { loadSample, shiftedEdition } from '../../src/sample.ts';
import { openStand, START, type Stand } from '../stand.ts';

describe('while no edition is published', () => {
  it('the front page says so, and shows nothing of a draft', async () => {
    const stand = await openStand();
    const file = shiftedEdition('edition-2027', 'call', START);
    await stand.service.act('system', 'edition.drafted', (tx) => draftEdition(tx, file));
    const front = await stand.nobody.get('/en');
    expect(front.text).toContain('No edition is open yet');
    expect(front.text).not.toContain('2027');
    for (const path of ['', '/rubric', '/calendar.ics']) {
      const drafted = await stand.nobody.get(`/en/2027${path}`);
      const unknown = await stand.nobody.get(`/en/2028${path}`);
      expect(drafted.status).toBe(404);
      expect(drafted.text.replaceAll('2027', '2028')).toBe(unknown.text);
    }
    await stand.close();
  });
});

describe('the public pages of an edition', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
    await loadSample(stand.service, 'call');
  });
  afterAll(() => stand.close());

  it.each(['en', 'fr', 'es'])('stand in %s, from the front page to the plain ones', async (lang) => {
    for (const path of [
      '',
      '/2027',
      '/2027/rubric',
      '/framework',
      '/accessibility',
      '/privacy',
      '/contact',
    ]) {
      const answer = await stand.nobody.get(`/${lang}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.text).toContain(`<html lang="${lang}">`);
      expect(answer.text).not.toMatch(/>[^<]*editions\.[a-z]+\.[a-z]+[^<]*</);
    }
  });

  it('give the deadline with weekday, year and zone, and lead to a nomination that exists', async () => {
    const { text } = await stand.nobody.get('/en/2027');
    expect(text).toContain('Friday 29 January 2027, 18:00 UTC');
    const start = /href="(\/en\/nominations\/start[^"]*)"/.exec(text)?.[1]?.replaceAll('&#x3D;', '=');
    expect((await stand.nobody.get(start ?? '')).status).toBe(303);
  });

  it('say every rule, weight and tie of the definition', async () => {
    const { text } = await stand.nobody.get('/en/2027');
    for (const sentence of [
      'A member for 12 months or more on 29 January 2027.',
      'No award in the 6 years before 29 January 2027.',
      'nominates 2 cities at most',
      '5 jurors read each dossier.',
      'Up to 10 cities.',
      'Each region: 1 to 3.',
      'The higher score for “Learning made accessible to all residents” decides.',
      '20 of 100',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('once the call is closed, offer no nomination any more', async () => {
    const late = await openStand({ start: START });
    await loadSample(late.service, 'call');
    late.clock.set(Date.parse('2027-01-29T18:00:00Z'));
    const { text } = await late.nobody.get('/en/2027');
    expect(text).toContain('The call closed');
    expect(text).not.toContain('Start a nomination');
    await late.close();
  });

  it('name the framework a paraphrase', async () => {
    const { text } = await stand.nobody.get('/en/framework');
    expect(text).toContain('This page is a paraphrase in our own words, not the official text.');
    expect(text.match(/<h3/g)).toHaveLength(12);
  });

  it('give the dates as a calendar that programs read', async () => {
    const { text, headers } = await stand.nobody.get('/fr/2027/calendar.ics');
    expect(headers['content-type']).toContain('text/calendar');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(6);
    expect(text).toContain('DTSTART:20270129T180000Z');
    const lines = text.split('\r\n');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  it('show an edition with the rules of 2017 beside it', async () => {
    const file = shiftedEdition('edition-2017-rules', 'call', START);
    await stand.service.act('system', 'edition.published', (tx) => {
      const id = draftEdition(tx, file);
      if (isRefusal(id)) return id;
      publishEdition(tx, id);
      return id;
    });
    const { text, status } = await stand.nobody.get(`/en/${file.slug}`);
    expect(status).toBe(200);
    expect(text).toContain('nominates 3 cities at most');
    expect(text).toContain('6 at most');
  });
});
