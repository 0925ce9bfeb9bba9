import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jurorsOf } from '../../src/jury/pages.ts';
import { liveNominations } from '../../src/nominations/pages.ts';
import { type Findable, findAmong, wordsOf } from '../../src/overview/search.ts';
import { loadSample } from '../../src/sample.ts';
import { CAST, jurorAddress, ownerOf, SHOWN_JURORS } from '../../src/sample-cast.ts';
import { readingsOfEdition } from '../../src/scoring/pages.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const named = (title: string, ...texts: string[]): Findable => ({
  group: 'cities',
  title,
  detail: '',
  href: `/${title}`,
  texts,
});
const titles = (list: readonly Findable[], asked: string) => findAmong(list, asked).map(({ title }) => title);

describe('a search', () => {
  const list = [
    named('Şanlıurfa', 'Türkiye'),
    named("N'Zérékoré"),
    named('100 % Tal_a'),
    named('北京', 'Beijing'),
  ];

  it.each([
    ['sanliurfa', ['Şanlıurfa']],
    ['TURKIYE urfa', ['Şanlıurfa']],
    ['n’zerekore', ["N'Zérékoré"]],
    ['nzerekore', ["N'Zérékoré"]],
    ['北京', ['北京']],
    ['beijing', ['北京']],
    ['urfa china', []],
  ])('finds %s without accents, all its words', (asked, expected) => {
    expect(titles(list, asked)).toEqual(expected);
  });

  it.each([
    ['%', ['100 % Tal_a']],
    ['_', ['100 % Tal_a']],
    ['%%', []],
    ['*', []],
    ["' OR 1=1 --", []],
  ])('takes %s for what it is', (asked, expected) => {
    expect(titles(list, asked)).toEqual(expected);
  });

  it('puts first what begins with the words, and asks nothing of an empty one', () => {
    const cities = [named('Lake', 'San'), named('Villa San Juan'), named('San José')];
    expect(titles(cities, 'san')).toEqual(['San José', 'Villa San Juan', 'Lake']);
    expect([wordsOf(' - '), titles(cities, ' ’ ')]).toEqual([[], []]);
  });
});

describe('the page of the search', () => {
  let stand: Stand;
  let organiser: Client;
  const HERE = '/en/office/2027/search';
  const edition = () =>
    stand.service.db.$client.prepare('SELECT id FROM editions WHERE slug = 2027').pluck().get() as string;
  const nominationOf = (city: string) =>
    liveNominations(stand.service.db, edition()).find(({ cityName }) => cityName === city)?.id ?? '';
  beforeAll(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    await loadSample(stand.service, 'scoring');
    organiser = await stand.as(CAST.organiser.address);
  }, 120_000);
  afterAll(() => stand.close());

  it('finds dossiers, cities and jurors for the office, in three languages', async () => {
    const [juror] = jurorsOf(stand.service.db, edition());
    const { text } = await organiser.get(`${HERE}?q=sonderborg`).expect(200);
    expect(text).toContain(`/en/office/2027/nominations/${nominationOf('Sønderborg')}`);
    expect(text).toMatch(/\/en\/office\/2027\/cities\/[a-z0-9]{26}/);
    const found = await organiser.get(`/fr/office/2027/search?q=${encodeURIComponent(juror?.name ?? '')}`);
    expect(found.text).toContain(`/fr/office/2027/jury/${juror?.id}`);
    expect((await organiser.get('/es/office/2027/search?q=zzzz')).text).toContain('Nada coincide');
  });

  it('shows what was typed as text', async () => {
    const { text } = await organiser.get(`${HERE}?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).not.toContain('<script>alert');
  });

  it('leaves out what the reader stands in conflict with, whatever is asked', async () => {
    const second = await stand.as(CAST.organiser2.address);
    const id = nominationOf('Bogotá');
    expect((await second.get(`${HERE}?q=bogota`)).text).toContain(`/nominations/${id}`);
    await second
      .post('/en/office/2027/jury/own-conflicts', { nomination: id, reason: 'My sister works there.' })
      .expect(303);
    for (const asked of ['bogota', 'colombia', ownerOf({ slug: 'bogota' }), id])
      expect((await second.get(`${HERE}?q=${encodeURIComponent(asked)}`)).text).not.toContain(
        `/nominations/${id}`,
      );
    expect((await organiser.get(`${HERE}?q=bogota`)).text).toContain(`/nominations/${id}`);
  });

  it('gives a juror the own dossiers alone, and none that a conflict or a recusal has closed', async () => {
    const address = jurorAddress(SHOWN_JURORS.juror.name);
    const juror = await stand.as(address);
    const account = jurorsOf(stand.service.db, edition()).find((one) => one.address === address)?.accountId;
    const own = readingsOfEdition(stand.service.db, { id: edition() }).filter(
      (one) => one.account === account,
    );
    const mine = own.find((one) => one.city === 'Sønderborg');
    const other = liveNominations(stand.service.db, edition()).find(
      (one) => one.submission !== null && own.every(({ nomination }) => nomination !== one.id),
    );
    const search = (asked: string) => juror.get(`/en/my/search?q=${encodeURIComponent(asked)}`);
    expect((await search('sonderborg')).text).toContain('/en/jury/2027/');
    expect((await search(other?.cityName ?? 'x')).text).toContain('Nothing fits');
    for (const name of ['ingrid', SHOWN_JURORS.juror2.name])
      expect((await search(name)).text).not.toContain(CAST.organiser.address);
    stand.service.db.$client
      .prepare("UPDATE assignments SET recused_at = announced_at, recusal_reason = 'A tie.' WHERE id = ?")
      .run(mine?.assignment);
    expect((await search('sonderborg')).text).toContain('Nothing fits');
  });

  it('gives a city its own dossier, neither jurors nor others', async () => {
    const city = await stand.as(ownerOf({ slug: 'sonderborg' }));
    const search = (asked: string) => city.get(`/en/my/search?q=${encodeURIComponent(asked)}`);
    expect((await search('Sonderborg')).text).toContain(`/en/nominations/${nominationOf('Sønderborg')}`);
    for (const asked of ['bogota', SHOWN_JURORS.juror.name, 'solheim'])
      expect((await search(asked)).text).toContain('Nothing fits');
    expect((await city.get(HERE)).status).toBe(404);
    expect((await stand.nobody.get('/en/my/search')).status).toBe(303);
  });
});
