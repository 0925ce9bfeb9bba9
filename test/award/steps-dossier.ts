import { expect } from 'vitest';
import type { Definition } from '../../src/editions/definition.ts';
import { COLLEAGUE, ENTRIES, LOJA } from './cast.ts';
import { enterDossier, PDF, textOf } from './players.ts';
import { DEFINITION, SLUG } from './steps-opening.ts';
import {
  enterByInvitation,
  go,
  mailTo,
  type Person,
  personOf,
  press,
  said,
  signInByMail,
  type Walk,
  write,
} from './walk.ts';

/** The ids of the dossiers by city, filled while the edition is played. */
export type Dossiers = Map<string, string>;

type Section = Definition['sections'][number];

/** A city starts its dossier from the registry, on a phone. */
export async function startDossier(walk: Walk, dossiers: Dossiers): Promise<void> {
  const nelly = await personOf(walk, LOJA);
  await go(nelly, `/${SLUG}`);
  await signInByMail(nelly);
  await go(nelly, `/nominations/start?edition=${SLUG}`);
  await write(nelly, { q: 'Loja' });
  await press(nelly, 'main form[method="get"] button');
  await nelly.page.check('main label:has-text("Loja") input[name="city"]');
  await write(nelly, { lang: 'es', name: LOJA.name });
  await press(nelly, 'main form[method="post"] button');
  dossiers.set('Loja', new URL(nelly.page.url()).pathname.split('/').at(-1) ?? '');
}

/** It writes section after section, attaches its letters, and a colleague whom it asked in helps. */
export async function writeDossier(walk: Walk, dossiers: Dossiers): Promise<void> {
  const nelly = await personOf(walk, LOJA);
  const base = `/nominations/${dossiers.get('Loja')}`;
  await go(nelly, `${base}/sections/${DEFINITION.sections[0]?.id}`);
  for (const section of DEFINITION.sections) await writeSection(nelly, section);
  expect(new URL(nelly.page.url()).pathname).toBe(`/es${base}/check`);
  await go(nelly, `${base}/colleagues`);
  await write(nelly, { name: COLLEAGUE.name, address: COLLEAGUE.address, lang: 'es' });
  await press(nelly, 'main form[action$="/colleagues"] button');
  const ivan = await personOf(walk, COLLEAGUE);
  await enterByInvitation(ivan);
  await go(ivan, `${base}/sections/team`);
  await write(ivan, { 'team.office': 'Dirección de Aprendizaje, con el archivo municipal' });
  await press(ivan, 'main form button[value="leave"]');
}

async function writeSection(person: Person, section: Section): Promise<void> {
  expect(new URL(person.page.url()).pathname.endsWith(`/sections/${section.id}`)).toBe(true);
  const { answers } = textOf('loja');
  for (const question of section.questions) {
    if (question.kind === 'file') {
      const file = { name: `${question.id}.pdf`, mimeType: 'application/pdf', buffer: PDF };
      await person.page.setInputFiles(`main input[type="file"][name="${question.id}"]`, [file]);
      continue;
    }
    const answer = answers[question.id];
    if (answer === undefined) continue;
    await write(person, { [question.id]: Array.isArray(answer) ? answer : String(answer) });
  }
  if (section.id === 'about') await write(person, { 'about.themes': ['access', 'culture'] });
  await press(person, 'main form[action*="/sections/"] button.btn:not(.out)');
}

/** It checks its answers on one page, submits, and has its receipt at once, on the page and by mail. */
export async function submitDossier(walk: Walk, dossiers: Dossiers): Promise<void> {
  const nelly = await personOf(walk, LOJA);
  const base = `/nominations/${dossiers.get('Loja')}`;
  await go(nelly, base);
  await go(nelly, `${base}/check`);
  expect(await said(nelly)).toContain('archivo municipal');
  await press(nelly, 'main form[action$="/submit"] button', 422);
  await write(nelly, { agreed: 'yes' });
  await press(nelly, 'main form[action$="/submit"] button');
  const page = await said(nelly);
  for (const who of [LOJA, COLLEAGUE]) {
    const { subject } = await mailTo(walk, who.address, (_text, words) => words.startsWith('Recibo '));
    const receipt = /Recibo (\S+):/.exec(subject)?.[1] ?? 'none';
    expect(page).toContain(receipt);
  }
  await go(nelly, `${base}/print`);
}

/** Eleven other cities of five regions do the same without a browser. */
export async function enterOthers(walk: Walk, dossiers: Dossiers): Promise<void> {
  for (const entry of ENTRIES) {
    dossiers.set(entry.city, await enterDossier(walk.stand, SLUG, DEFINITION, entry));
  }
  expect(dossiers.size).toBe(12);
}
