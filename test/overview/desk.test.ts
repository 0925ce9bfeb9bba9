import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointOfficer } from '../../src/editions/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { type Ground, ORGANISER, openGround } from '../screening/ground.ts';

describe('the desk of an edition', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround();
    await ground.nominate('Cork');
    await ground.nominate('Gdynia');
  });
  afterAll(() => ground.close());

  const plain = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

  it('shows six stages, the counts of each, and what is due with its page', async () => {
    const organiser = await ground.as(ORGANISER);
    const { text } = await organiser.get('/en/office/2027').expect(200);
    expect(text.match(/<li[^>]*><svg viewBox="0 0 30 88"/g)).toHaveLength(6);
    expect(text.match(/aria-current="step"/g)).toHaveLength(1);
    for (const words of [
      '2 submitted',
      '2 sent on',
      '0 shortlisted',
      '0 jurors accepted',
      'Nobody is behind.',
    ])
      expect(plain(text)).toContain(words);
    expect(plain(text)).toContain('2 dossiers are not decided');
    expect(text).toContain('href="/en/office/2027/screening"');
  });

  it('warns where one signer more or less decides, and rests where there are three', async () => {
    const { service, edition } = ground;
    const organiser = await ground.as(ORGANISER);
    const due = async () => plain((await organiser.get('/en/office/2027')).text);
    const ONE = 'A second person for the sign-off is not named yet';
    const TWO = 'Only two people can sign.';
    const name = (address: string) =>
      service.act('system', 'officer.appointed', (tx) =>
        appointOfficer(tx, edition.id, ensureAccount(tx, { address, name: 'N. N.', lang: 'en' }), 'approver'),
      );
    expect(await due()).toContain(ONE);
    expect(await due()).not.toContain(TWO);
    await name('two@award.invalid');
    expect(await due()).not.toContain(ONE);
    expect(await due()).toContain(TWO);
    await name('three@award.invalid');
    expect(await due()).not.toContain(TWO);
  });

  it('counts who has not answered, and not who declined', async () => {
    const organiser = await ground.as(ORGANISER);
    const profile = { first: 'en', languages: ['en'], expertise: ['plan'], maxLoad: '12', affiliations: '' };
    for (const name of ['one', 'two'])
      await organiser
        .post('/en/office/2027/jury/invite', {
          name,
          address: `${name}@jury.invalid`,
          country: 'DK',
          region: 'ENA',
          ...profile,
        })
        .expect(303);
    expect(plain((await organiser.get('/en/office/2027')).text)).toContain('2 jurors have not answered');
    const juror = await ground.as('one@jury.invalid');
    await juror.post('/en/jury/2027/accept', { act: 'decline', version: '2027-1' }).expect(303);
    expect(plain((await organiser.get('/en/office/2027')).text)).toContain('1 juror has not answered');
  });

  it('is read by the auditor in every language, and is nowhere for a stranger', async () => {
    const auditor = await ground.as('auditor@award.invalid');
    for (const lang of ['en', 'fr', 'es']) await auditor.get(`/${lang}/office/2027`).expect(200);
    const stranger = await ground.as('somebody@city.invalid');
    const real = await stranger.get('/en/office/2027');
    const never = await stranger.get('/en/office/2031');
    expect([real.status, real.text.replaceAll('2027', '2031')]).toEqual([
      404,
      never.text.replaceAll('2027', '2031'),
    ]);
  });
});
