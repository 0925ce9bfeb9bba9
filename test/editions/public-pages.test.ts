import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '../../src/sample.ts';
import { openStand, type Stand } from '../stand.ts';

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
    }
  });
});
