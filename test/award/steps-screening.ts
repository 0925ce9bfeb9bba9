import { expect } from 'vitest';
import { ENTRIES, FRANCE, LOJA, OFFICE, ownerOf } from './cast.ts';
import { nominateBy } from './players.ts';
import type { Dossiers } from './steps-dossier.ts';
import { DESK, SLUG } from './steps-opening.ts';
import { comeBack, go, mailTo, personOf, press, said, type Walk, write } from './walk.ts';

/** The commission of France nominates one city and declines the other; those of the others keep within their limit. */
export async function nominateCities(walk: Walk, dossiers: Dossiers): Promise<void> {
  const helene = await personOf(walk, FRANCE);
  const of = (city: string) => `/commission/${SLUG}/nominations/${dossiers.get(city)}`;
  await comeBack(helene, `/commission/${SLUG}`);
  expect(await said(helene)).toContain('Montpellier');
  await go(helene, of('Montpellier'));
  await press(helene, 'main form[action$="/nominate"] button', 422);
  await write(helene, { statement: 'Un plan tenu, des habitants qui décident. Nous désignons Montpellier.' });
  await press(helene, 'main form[action$="/nominate"] button');
  await go(helene, of('Évry-Courcouronnes'));
  await write(helene, { reason: 'Les chiffres demandés en mai ne sont pas arrivés.' });
  await press(helene, 'main form[action$="/decline"] button');
  await go(helene, `/commission/${SLUG}/nominations/${dossiers.get('Tunis')}`, 404);
  const nominate = (country: string, city: string) =>
    nominateBy(walk.stand, SLUG, country, dossiers.get(city) ?? '');
  expect((await nominate('EC', 'Loja')).status).toBe(303);
  for (const { city, country } of ENTRIES.filter((one) => one.country !== 'FR')) {
    const { status, text } = await nominate(country, city);
    expect([city, status]).toEqual([city, city === 'Medellín' ? 409 : 303]);
    if (city === 'Medellín') expect(text).toContain('2');
  }
  const declined = ENTRIES.find(({ city }) => city === 'Évry-Courcouronnes');
  if (declined)
    await mailTo(walk, ownerOf(declined), (text) => text.includes('Les chiffres demandés en mai'));
}

/** The secretariat asks one city a question at a section; the city answers there. */
export async function clarify(walk: Walk, dossiers: Dossiers): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  const path = `${DESK}/screening/${dossiers.get('Loja')}`;
  await comeBack(maren, path);
  await write(maren, {
    section: 'resources',
    question: 'Does the budget hold the salaries of the two libraries?',
    due: '2027-02-20',
  });
  await press(maren, 'main form[action$="/clarifications"] button');
  await mailTo(walk, LOJA.address, (text) => text.includes('salaries of the two libraries'));
  const nelly = await personOf(walk, LOJA);
  await comeBack(nelly, '/my');
  await press(nelly, 'main a[href*="/clarifications/"]');
  await press(nelly, 'main form button', 422);
  await write(nelly, { answer: 'No. Los sueldos de las bibliotecas están en otra partida.' });
  await press(nelly, 'main form button');
  await mailTo(walk, OFFICE.first.address, (_text, subject) => subject.includes('Loja'));
  await go(maren, path);
  expect(await said(maren)).toContain('otra partida');
  await press(maren, 'main form[action$="/accept"] button');
}

/** Every dossier is decided on, with the findings beside: three are not eligible, nine go to the jury. */
export async function screen(walk: Walk, dossiers: Dossiers): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  await comeBack(maren, `${DESK}/screening`);
  await go(maren, `${DESK}/screening/${dossiers.get('Yanbu Industrial City')}`);
  expect(await said(maren)).toContain('2024');
  await write(maren, { outcome: 'ineligible', reason: 'Awarded in 2024; six years must pass.' });
  await press(maren, 'main form[action$="/decide"] button');
  for (const city of UNTOLD) await admit(walk, dossiers.get(city) ?? '');
  await together(walk, dossiers, ['Medellín', 'Évry-Courcouronnes'], 'ineligible');
  // In bulk only what every finding speaks for: the day on which this one joined is not known.
  await together(walk, dossiers, [...TOLD, 'Yanbu Industrial City'], 'eligible', 422);
  await together(walk, dossiers, TOLD, 'eligible');
  await together(walk, dossiers, [...UNTOLD, ...TOLD], 'shortlist');
  await go(maren, `${DESK}/screening/${dossiers.get('Loja')}`);
  await go(maren, `${DESK}/nominations`);
  await go(maren, `${DESK}/nominations/${dossiers.get('Loja')}`);
}

/** Cities whose membership the registry cannot tell to the month, and those that it can. */
const UNTOLD = ['Montpellier', 'Gwangmyeong'];
const TOLD = ['Loja', 'Bogotá', 'Manizales', 'Sønderborg', 'Tunis', 'Dakar', 'Gulu'];

/** Admits a dossier on whose page a finding cannot be told, with the reason that the page asks for. */
async function admit(walk: Walk, id: string): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  await go(maren, `${DESK}/screening/${id}`);
  await write(maren, { outcome: 'eligible', reason: 'The other findings were looked at.' });
  await press(maren, 'main form[action$="/decide"] button', 422);
  await write(maren, { against: 'The network confirmed the membership on paper.' });
  await press(maren, 'main form[action$="/decide"] button');
}

type Act = 'eligible' | 'ineligible' | 'shortlist';

/** Ticks cities in the list and does one thing to all of them. */
async function together(walk: Walk, dossiers: Dossiers, cities: string[], act: Act, status = 200) {
  const maren = await personOf(walk, OFFICE.first);
  await go(maren, `${DESK}/screening`);
  for (const city of cities) await maren.page.check(`main input[value="${dossiers.get(city)}"]`);
  if (act !== 'shortlist') await write(maren, { reason: 'Judged by the findings beside.' });
  await press(maren, `main button[value="${act}"]`, status);
}
