import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ground, ORGANISER, openGround } from '../screening/ground.ts';
import { visitorOf } from './visitor.ts';

const JUROR = 'quillfeather@jury.invalid';
const PROFILE = {
  first: 'en',
  languages: ['en', 'fr'],
  expertise: ['plan'],
  maxLoad: '12',
  country: 'IE',
  region: 'ENA',
  affiliations: '',
};

async function groundWith(linkAlone: boolean | undefined): Promise<Ground> {
  const ground = await openGround(({ definition }) => {
    if (linkAlone !== undefined) definition.rules.jury.linkAlone = linkAlone;
  });
  const organiser = await ground.as(ORGANISER);
  const invited = { name: 'Zoraida Quillfeather', address: JUROR, ...PROFILE };
  await organiser.post('/en/office/2027/jury/invite', invited).expect(303);
  const juror = await ground.as(JUROR);
  await juror.post('/en/jury/2027/accept', { act: 'accept', agreed: 'yes', version: '2027-1' }).expect(303);
  return ground;
}

let strict: Ground;
let relaxed: Ground;
beforeAll(async () => {
  strict = await groundWith(undefined);
  relaxed = await groundWith(true);
});
afterAll(async () => {
  await strict.close();
  await relaxed.close();
});

it('a juror is asked for a second factor where the edition says nothing', async () => {
  const visitor = visitorOf(strict);
  await visitor.signIn(JUROR);
  expect((await visitor.get('/en/jury/2027')).headers.location).toBe('/en/factor?back=%2Fjury%2F2027');
  await visitor.enrol();
  expect((await visitor.get('/en/jury/2027')).status).toBe(200);
});

it('and comes in by the link alone where it says so, also to the reader of the call', async () => {
  const visitor = visitorOf(relaxed);
  await visitor.signIn(JUROR);
  expect((await visitor.get('/en/jury/2027')).status).toBe(200);
  for (const [lang, sentence] of [
    ['en', 'by a mailed link alone'],
    ['fr', 'sans second facteur'],
    ['es', 'sin segundo factor'],
  ])
    expect((await relaxed.nobody.get(`/${lang}/2027`)).text).toContain(sentence);
});
