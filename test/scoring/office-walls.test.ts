import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Jury, lockCard, openCard, openJury, scoreAll } from './ground.ts';

const SCORES = '/en/office/2027/scores';

describe('who declared a conflict in the office', () => {
  let jury: Jury;
  let card: string;
  beforeEach(async () => {
    jury = await openJury();
    card = await openCard(jury.bruno, jury.brunos);
    await scoreAll(jury.bruno, card);
    await lockCard(jury.bruno, card);
    const [nomination] = jury.nominations;
    const tie = { nomination, reason: 'My brother is its mayor.' };
    await jury.second.post('/en/office/2027/jury/own-conflicts', tie).expect(303);
  });
  afterEach(() => jury.close());

  const ask = () =>
    jury.organiser.post(`${SCORES}/${card}/reopen`, {
      reason: 'A figure was misread.',
      day: '2027-04-01',
      clock: '18:00',
    });

  it('sees no card of it, no row, and no count in which it is', async () => {
    const { bruno } = jury.jurors;
    expect((await jury.organiser.get(`${SCORES}?juror=${bruno}`)).text).toContain('Sønderborg');
    const { text } = await jury.second.get(`${SCORES}?juror=${bruno}`).expect(200);
    expect(text).not.toMatch(/Sønderborg|Bruno/);
    expect(text).toContain('0 of 2 cards locked');
    expect((await jury.organiser.get(SCORES)).text).toContain('1 of 4 cards locked');
  });

  it('is answered as if the card had never existed', async () => {
    const never = 'z'.repeat(card.length);
    const missing = await jury.second.get(`${SCORES}/${never}`);
    const hidden = await jury.second.get(`${SCORES}/${card}`);
    const told = { status: hidden.status, text: hidden.text.replaceAll(card, never) };
    expect(told).toEqual({ status: missing.status, text: missing.text });
    expect(missing.status).toBe(404);
    await jury.second.post(`${SCORES}/${card}/answer`, { answer: 'approve' }).expect(404);
  });

  it('hears by no mail that somebody wants it opened or handed it back, and sees no waiting wish', async () => {
    await ask().expect(303);
    const to = (template: string) =>
      jury.service.db.$client
        .prepare('SELECT to_address FROM outbox WHERE template = ? ORDER BY to_address')
        .pluck()
        .all(`scoring.mail.${template}`);
    expect(to('reopening-asked')).toEqual(['approver@award.invalid']);
    expect((await jury.approver.get(SCORES)).text).toContain('A figure was misread.');
    expect((await jury.second.get(SCORES)).text).not.toContain('A figure was misread.');
    const own = await openCard(jury.amara, jury.own[1]);
    await jury.amara.post(`/en/jury/2027/scorecards/${own}/recuse`, { reason: 'Ill.' }).expect(303);
    expect(to('recused')).toEqual(['ines@award.invalid']);
  });

  it('leaves the approver to hear of a gap where each organiser stands in conflict', async () => {
    const declare = jury.organiser.post('/en/office/2027/jury/own-conflicts', {
      nomination: jury.nominations[0],
      reason: 'My sister works there.',
    });
    await declare.expect(303);
    const own = await openCard(jury.amara, jury.own[1]);
    await jury.amara.post(`/en/jury/2027/scorecards/${own}/recuse`, { reason: 'Ill.' }).expect(303);
    const told = jury.service.db.$client
      .prepare("SELECT to_address FROM outbox WHERE template = 'scoring.mail.recused'")
      .pluck()
      .all();
    expect(told).toEqual(['approver@award.invalid']);
  });
});
