import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Jury, lockCard, openCard, openJury, scoreAll } from './ground.ts';

describe('the list of a juror', () => {
  let jury: Jury;
  beforeEach(async () => {
    jury = await openJury();
  });
  afterEach(() => jury.close());

  const CITIES = ['Porto-Novo', 'Sønderborg', '北京'];
  const text = async (query = '', lang = 'en') => (await jury.amara.get(`/${lang}/jury/2027${query}`)).text;
  const rows = (html: string) => {
    const body = html.slice(html.indexOf('<tbody>'), html.indexOf('</tbody>'));
    return CITIES.filter((city) => body.includes(`>${city}</a>`)).sort(
      (one, other) => body.indexOf(one) - body.indexOf(other),
    );
  };

  it('keeps the order of the assignment, whatever is done', async () => {
    expect(rows(await text())).toEqual(CITIES);
    const card = await openCard(jury.amara, jury.own[2]);
    await scoreAll(jury.amara, card);
    await lockCard(jury.amara, card);
    await openCard(jury.amara, jury.own[1]);
    expect(rows(await text())).toEqual(CITIES);
  });

  it('leads to what is left first: the draft, then what was not opened', async () => {
    expect(await text()).toContain('Go on with Porto-Novo');
    await openCard(jury.amara, jury.own[2]);
    expect(await text()).toContain('Go on with 北京');
  });

  it('filters by the address, with counts', async () => {
    const card = await openCard(jury.amara, jury.own[1]);
    await scoreAll(jury.amara, card);
    await lockCard(jury.amara, card);
    expect(rows(await text('?show=locked'))).toEqual(['Sønderborg']);
    expect(rows(await text('?show=left'))).toEqual(['Porto-Novo', '北京']);
    const all = await text();
    expect(all).toMatch(/All 3<[\s\S]*Left to do 2<[\s\S]*Locked 1</);
    expect(all).toContain('75.0');
  });

  it('keeps the filter chosen last for whoever comes back, until another is chosen', async () => {
    const card = await openCard(jury.amara, jury.own[1]);
    await scoreAll(jury.amara, card);
    await lockCard(jury.amara, card);
    const kept = (await jury.amara.get('/en/jury/2027?show=left')).headers['set-cookie']?.[0] ?? '';
    expect(kept).toMatch(/^show=left; Path=\/; HttpOnly; SameSite=Lax$/);
    const back = async (show: string) =>
      (await jury.nobody.get('/en/jury/2027').set('Cookie', `${jury.amara.cookie}; show=${show}`)).text;
    expect(rows(await back('left'))).toEqual(['Porto-Novo', '北京']);
    expect(rows(await back('nonsense'))).toEqual(CITIES);
    expect(await back('left')).toContain('href="/en/jury/2027?show&#x3D;all"');
    const all = await jury.amara.get('/en/jury/2027?show=all');
    expect(all.headers['set-cookie']?.[0]).toMatch(/^show=all;/);
  });

  it('prints the own total exactly, rounded to one decimal, and no total of an open card', async () => {
    const card = await openCard(jury.amara, jury.own[1]);
    const save = (criterion: string, points: string, version: number) =>
      jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, {
        criterion,
        points,
        remark: '',
        version: String(version),
      });
    const given = {
      plan: '4',
      coordination: '3',
      resources: '0',
      monitoring: '2',
      access: '4',
      culture: '1',
      innovation: '3',
    };
    let version = 0;
    for (const [criterion, points] of Object.entries(given)) {
      await save(criterion, points, version);
      version += 1;
    }
    expect(await text()).toContain('7 of 8 criteria');
    await save('network', '0', version);
    // 15*4 + 15*3 + 10*0 + 10*2 + 20*4 + 10*1 + 10*3 + 10*0 = 245 of 400.
    expect(await text()).toContain('61.3');
  });

  it('speaks French and Spanish', async () => {
    expect(await text('', 'fr')).toContain('sur 3');
    expect(await text('', 'es')).toContain('de 3');
  });
});
