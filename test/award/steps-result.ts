import { expect } from 'vitest';
import { allInvariants } from '../../src/invariants.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { ENTRIES, JURORS, LOJA, OFFICE, OTHER_JURORS, ownerOf } from './cast.ts';
import type { Dossiers } from './steps-dossier.ts';
import { DESK, SLUG } from './steps-opening.ts';
import {
  comeBack,
  go,
  mailTo,
  type Person,
  personOf,
  press,
  said,
  setClock,
  type Walk,
  write,
} from './walk.ts';

export const AWARDEES = [
  'Bogotá',
  'Dakar',
  'Gulu',
  'Gwangmyeong',
  'Loja',
  'Montpellier',
  'Sønderborg',
  'Tunis',
];

const SIGN = 'main form[action$="/approve"] button:not([formaction])';

/** The selection is computed and proposed by one organiser, sent back by the other, proposed again and signed. */
export async function decideTogether(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  const paulo = await personOf(walk, OFFICE.second);
  const page = `${DESK}/decision`;
  await comeBack(maren, page);
  await press(maren, 'main form[action$="/compute"] button');
  expect(await said(maren)).toContain('Manizales');
  await press(maren, 'main form[action$="/propose"] button');
  expect(await maren.page.locator('form[action$="/approve"]').count()).toBe(0);
  await mailTo(walk, OFFICE.second.address, (text) => text.includes(page));
  await comeBack(paulo, page);
  await write(paulo, { reason: 'The minutes of the jury are not attached yet.' });
  await press(paulo, 'main button[formaction$="/return"]');
  await go(maren, page);
  expect(await said(maren)).toContain('The minutes of the jury are not attached yet.');
  if ((await maren.page.locator('main form[action$="/propose"] button').count()) === 0)
    await press(maren, 'main form[action$="/compute"] button');
  await press(maren, 'main form[action$="/propose"] button');
  await go(paulo, page);
  await press(paulo, SIGN, 422);
  await write(paulo, { agreed: 'yes' });
  await press(paulo, SIGN);
  expect(await said(paulo)).toContain(OFFICE.second.name);
}

/** Each awardee has its sentence in three languages; the moment is set, and nothing of it is seen before. */
export async function setMoment(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  const page = `${DESK}/announcement`;
  await comeBack(maren, page);
  const forms = maren.page.locator('main form[action*="/citations/"]');
  expect(await forms.count()).toBe(AWARDEES.length);
  for (const city of AWARDEES) await cite(maren, city);
  await go(maren, page);
  await write(maren, { day: '2027-06-14', clock: '10:00' });
  await press(maren, 'main form[action$="/moment"] button');
  setClock(walk, '2027-06-14T09:59:59Z');
  const { nobody } = walk.stand;
  for (const lang of ['en', 'fr', 'es']) {
    const before = await nobody.get(`/${lang}/${SLUG}/awardees`);
    const never = await nobody.get(`/${lang}/${SLUG}/awardeez`);
    const plain = (text: string) => text.replaceAll(/awardee[sz]/g, 'x');
    expect([before.status, plain(before.text)]).toEqual([404, plain(never.text)]);
  }
  expect(walk.catcher.caught.filter(({ mail }) => mail.text?.includes('/result'))).toEqual([]);
}

async function cite(maren: Person, city: string): Promise<void> {
  const { page } = maren;
  const section = page.locator('main section', { has: page.locator(`h2:has-text("${city}")`) });
  await section.locator('summary').click();
  const sentences = {
    en: `${city} learns where it lives.`,
    fr: `${city} apprend là où elle vit.`,
    es: `${city} aprende donde vive.`,
  };
  for (const [lang, words] of Object.entries(sentences))
    await section.locator(`textarea[name="${lang}"]`).fill(words);
  const sent = page.waitForNavigation();
  await section.locator('button').click();
  expect((await sent)?.status()).toBe(200);
}

/** At the moment, by the clock alone, the result is there for everybody and the letters leave. */
export async function announce(walk: Walk, dossiers: Dossiers): Promise<void> {
  setClock(walk, '2027-06-14T10:00:00Z');
  for (const lang of ['en', 'fr', 'es'] as const) {
    const reader = await personOf(walk, { address: `reader.${lang}`, name: '', lang });
    await go(reader, `/${SLUG}/awardees`);
    for (const city of AWARDEES) expect(await said(reader)).toContain(city);
    expect(await said(reader)).not.toContain('Manizales');
    await go(reader, '');
    await go(reader, `/${SLUG}`);
  }
  await readLetters(walk);
  const nelly = await personOf(walk, LOJA);
  await comeBack(nelly, `/nominations/${dossiers.get('Loja')}/result`);
  const result = await said(nelly);
  expect(result).toContain('Loja: access');
  for (const { name } of [...Object.values(JURORS), ...OTHER_JURORS]) expect(result).not.toContain(name);
}

const AWARDED = { en: 'is awarded', fr: 'est distinguée', es: 'ha sido galardonada' };
const THANKED = { en: 'Result for', fr: 'Résultat pour', es: 'Resultado para' };

/** Each city has its letter, in its language: the awardees theirs, and every other the other one. */
async function readLetters(walk: Walk): Promise<void> {
  const cities = [
    { city: 'Loja', lang: LOJA.lang, address: LOJA.address },
    ...ENTRIES.map((one) => ({ city: one.city, lang: one.lang, address: ownerOf(one) })),
  ];
  for (const { city, lang, address } of cities) {
    const { subject, text } = await mailTo(walk, address, (body) => body.includes('/result'));
    const [own, other] = AWARDEES.includes(city) ? [AWARDED, THANKED] : [THANKED, AWARDED];
    expect(subject).toContain(city);
    expect(subject).toContain(own[lang]);
    expect(subject).not.toContain(other[lang]);
    expect(text).toContain(`/${lang}/nominations/`);
  }
}

/** The auditor reads every page of the office and writes nothing; the chain is whole and no row is impossible. */
export async function audit(walk: Walk): Promise<void> {
  const tove = await personOf(walk, OFFICE.auditor);
  await comeBack(tove, `/audit/${SLUG}`);
  expect(await said(tove)).toContain(OFFICE.second.name);
  for (const path of ['', '/tally', '/decision', '/announcement', '/messages', '/audit', '/people']) {
    await go(tove, `${DESK}${path}`);
    expect([path, await tove.page.locator('main form[method="post"]').count()]).toEqual([path, 0]);
  }
  const { db } = walk.stand.service;
  expect(verifyChain(db.$client)).toBeNull();
  expect(brokenInvariants(db, allInvariants)).toEqual([]);
}
