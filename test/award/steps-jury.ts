import { expect } from 'vitest';
import { JURORS, OFFICE, OTHER_JURORS, type Seat } from './cast.ts';
import { acceptSeat, post, scoreAll, seatForm, type Worth } from './players.ts';
import { CRITERIA, DESK, SLUG } from './steps-opening.ts';
import {
  comeBack,
  enterByInvitation,
  go,
  lookAgain,
  mailTo,
  type Person,
  personOf,
  press,
  proveWhereAsked,
  said,
  type Walk,
  write,
} from './walk.ts';

const APPLY = 'main form[action$="/apply"] button';

/** Seven jurors are invited; three come by their mails, in three languages, read the terms and say what they know. */
export async function seatJury(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  await comeBack(maren, `${DESK}/jury`);
  for (const seat of Object.values(JURORS)) {
    await go(maren, `${DESK}/jury/invite`);
    await write(maren, seatForm(seat));
    await press(maren, 'main form[action$="/invite"] button');
    await takeSeat(walk, seat);
  }
  const organiser = await walk.stand.as(OFFICE.first.address);
  for (const seat of OTHER_JURORS) {
    await post(organiser, `/en${DESK}/jury/invite`, seatForm(seat));
    await acceptSeat(walk.stand, SLUG, seat);
  }
  await go(maren, `${DESK}/jury`);
  for (const { name } of [...Object.values(JURORS), ...OTHER_JURORS]) {
    expect(await said(maren)).toContain(name);
  }
  await press(maren, `main a:has-text("${JURORS.fr.name}")`);
  await go(maren, `${DESK}/jury/conflicts`);
}

async function takeSeat(walk: Walk, seat: Seat): Promise<void> {
  const juror = await personOf(walk, seat);
  await enterByInvitation(juror);
  await go(juror, `/jury/${SLUG}/accept`);
  await press(juror, 'main button[value="accept"]', 422);
  await write(juror, { agreed: 'yes' });
  await press(juror, 'main button[value="accept"]');
  await proveWhereAsked(juror);
  await write(juror, { expertise: ['culture'], maxLoad: '12' });
  await press(juror, 'main form[action$="/profile"] button');
  await mailTo(walk, seat.address, (text) => text.includes(`/${seat.lang}/jury/${SLUG}`));
  await go(juror, '/my');
}

/** An assignment is proposed with its reasons, applied, and only then, with the number seen, told to the jurors. */
export async function assign(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  await comeBack(maren, `${DESK}/assignment`);
  await press(maren, 'main form[action$="/propose"] button');
  await lookAgain(maren, `${DESK}/assignment`, APPLY);
  const proposal = await said(maren);
  expect(proposal).toContain('45');
  expect(proposal).toContain(JURORS.es.name);
  await press(maren, APPLY);
  const before = walk.catcher.caught.length;
  await press(maren, 'main form[action$="/announce"] button');
  for (const { address, lang } of [...Object.values(JURORS), ...OTHER_JURORS]) {
    await mailTo(walk, address, (text) => text.includes(`/${lang}/jury/${SLUG}`), before);
  }
}

/** A juror declares a conflict before the dossier opens; another hands one back; both get a new reader. */
export async function handBack(walk: Walk): Promise<void> {
  const rania = await personOf(walk, JURORS.en);
  await comeBack(rania, `/jury/${SLUG}`);
  await press(rania, 'main table a[href*="/assignments/"]');
  await write(rania, { reason: 'I sat on the board of its university until last year.' });
  await press(rania, 'main form[action$="/conflict"] button');
  const amara = await personOf(walk, JURORS.fr);
  await comeBack(amara, `/jury/${SLUG}`);
  await press(amara, 'main table a[href*="/assignments/"]');
  await press(amara, 'main form[action$="/open"] button');
  await press(amara, 'main a[href$="/recuse"]');
  await press(amara, 'main form button', 422);
  await write(amara, { reason: 'J’ai conseillé la ville sur ce même plan.' });
  await press(amara, 'main form button');
  const maren = await personOf(walk, OFFICE.first);
  await mailTo(walk, OFFICE.first.address, (text) => text.includes('J’ai conseillé la ville'));
  await comeBack(maren, `${DESK}/assignment`);
  await press(maren, 'main form[action$="/top-up"] button');
  await lookAgain(maren, `${DESK}/assignment`, APPLY);
  await press(maren, APPLY);
  await press(maren, 'main form[action$="/announce"] button');
}

/** How good the cities are in this invented edition: Bogotá stands before Manizales, nobody else shares a country. */
const worth: Worth = (city, juror, criterion) => {
  const base = city === 'Bogotá' ? 4 : city === 'Manizales' ? 2 : 3;
  const severe = juror.length % 2;
  return Math.max(0, base - (criterion % 3 === 0 ? severe : 0));
};

/** A juror scores one card on a phone, from the first criterion to the receipt; the others score theirs. */
export async function score(walk: Walk): Promise<void> {
  const ines = await personOf(walk, JURORS.es);
  await comeBack(ines, `/jury/${SLUG}`);
  await press(ines, 'main table a[href*="/assignments/"]');
  await press(ines, 'main form[action$="/open"] button');
  await scoreCard(ines);
  const maren = await personOf(walk, OFFICE.first);
  await comeBack(maren, `${DESK}/scores`);
  for (const seat of [...Object.values(JURORS), ...OTHER_JURORS]) {
    expect(await scoreAll(walk.stand, SLUG, seat, worth, CRITERIA)).toBeGreaterThan(0);
  }
  await go(maren, `${DESK}/scores`);
  await go(maren, DESK);
}

async function scoreCard(ines: Person): Promise<void> {
  const { page, walk } = ines;
  const card = new URL(page.url()).pathname;
  await press(ines, 'main button[value="on"]', 422);
  for (const [index, criterion] of CRITERIA.entries()) {
    await page.check(`input[name="points"][value="${index === 0 ? 0 : 3}"]`);
    await write(ines, { remark: `Lo que se lee aquí convence (${criterion}).` });
    await press(ines, 'main button[value="on"]');
  }
  expect(new URL(page.url()).pathname).toBe(card);
  await press(ines, 'main a[href$="/dossier"], main form[action$="/lock"] button', 422);
  await write(ines, { agreed: 'yes' });
  await press(ines, 'main form[action$="/lock"] button');
  await mailTo(walk, JURORS.es.address, (_text, subject) => subject.startsWith('Recibo'));
  await go(ines, card.replace(/^\/es/, ''));
  await go(ines, `${card.replace(/^\/es/, '')}/dossier`);
  await go(ines, `/jury/${SLUG}?show=left`);
}

/** Nothing more can be scored; the office sees who is missing, and closes the tally. */
export async function closeTally(walk: Walk): Promise<void> {
  const ines = await personOf(walk, JURORS.es);
  await comeBack(ines, `/jury/${SLUG}`);
  const maren = await personOf(walk, OFFICE.first);
  await comeBack(maren, `${DESK}/tally`);
  await press(maren, 'main form[action$="/close"] button');
  expect(await said(maren)).toContain('Bogotá');
}
