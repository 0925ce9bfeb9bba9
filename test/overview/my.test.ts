import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, ORGANISER, openGround } from '../screening/ground.ts';

const START = '/en/nominations/start?edition=2027';

describe('what waits for an account', () => {
  let ground: Ground;
  let cork: string;
  beforeAll(async () => {
    ground = await openGround();
    cork = await ground.nominate('Cork');
  });
  afterAll(() => ground.close());

  it('shows an owner the own city, and no other', async () => {
    const other = await ground.nominate('Gdynia');
    const owner = await ground.as('owner@ie.invalid');
    const { text } = await owner.get('/en/my').expect(200);
    expect(text).toContain(`href="/en/nominations/${cork}"><b>Cork</b>`);
    expect(text).not.toContain(other);
    expect(text).not.toContain('Gdynia');
  });

  it('shows an organiser and an auditor the desk', async () => {
    for (const address of [ORGANISER, 'auditor@award.invalid']) {
      const { text } = await (await ground.as(address)).get('/en/my').expect(200);
      expect(text).toContain('href="/en/office/2027"');
      expect(text).not.toContain(START);
    }
  });

  it('shows an invitation to the jury until it is answered, then the dossiers', async () => {
    const organiser = await ground.as(ORGANISER);
    const address = 'zoraida@jury.invalid';
    const profile = { first: 'en', languages: ['en'], expertise: ['plan'], maxLoad: '12' };
    await organiser
      .post('/en/office/2027/jury/invite', {
        name: 'Zoraida',
        address,
        ...profile,
        country: 'DK',
        region: 'ENA',
        affiliations: '',
      })
      .expect(303);
    const juror = await ground.as(address);
    const before = await juror.get('/en/my');
    expect(before.text).toContain('href="/en/jury/2027/accept"');
    await juror.post('/en/jury/2027/accept', { act: 'accept', agreed: 'yes', version: '2027-1' }).expect(303);
    const after = await juror.get('/en/my');
    expect(after.text).not.toContain('href="/en/jury/2027/accept"');
    expect(after.text).toContain('href="/en/jury/2027"><b>');
  });

  it('offers a start where nothing waits; a stranger sees no list', async () => {
    const { text } = await (await ground.as('new@city.invalid')).get('/en/my').expect(200);
    expect(text).toContain('Nothing waits for you.');
    expect(text.replaceAll('&#x3D;', '=')).toContain(START);
    expect((await ground.nobody.get('/en/my')).status).not.toBe(200);
  });
});
