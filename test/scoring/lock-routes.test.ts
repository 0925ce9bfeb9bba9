import canonicalize from 'canonicalize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitTo, verifyChain } from '../../src/platform/audit.ts';
import { readHead } from '../../src/platform/head.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { scoresForTally } from '../../src/scoring/tally-pages.ts';
import {
  type Jury,
  lockCard,
  openCard,
  openJury,
  SCORING,
  STAGE_ENDS,
  scoreAll,
  versionOf,
} from './ground.ts';

describe('the lock of a card', () => {
  let jury: Jury;
  let card: string;
  beforeEach(async () => {
    jury = await openJury((file) => {
      for (const one of file.definition.rubric.criteria) one.remarkRequired = one.id === 'access';
    });
    card = await openCard(jury.amara, jury.own[1]);
  });
  afterEach(async () => {
    expect(brokenInvariants(jury.service.db, scoringInvariants)).toEqual([]);
    await jury.close();
  });

  const sqlite = () => jury.service.db.$client;
  const count = (sql: string) => sqlite().prepare(`SELECT count(*) FROM ${sql}`).pluck().get();
  const lockRow = () =>
    sqlite().prepare('SELECT * FROM scorecard_locks').get() as {
      receipt: string;
      card: string;
      salt: string;
      commitment: string;
      audit_seq: number;
      audit_hash: string;
    };
  const lock = (version: string, form: Record<string, string> = { agreed: 'yes' }) =>
    jury.amara.post(`/en/jury/2027/scorecards/${card}/lock`, { version, ...form });

  it('names every criterion that holds it up', async () => {
    const answer = await lock('0');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Learning made accessible to all residents');
    expect(count('scorecard_locks')).toBe(0);
  });

  it('asks for the remark that the edition requires', async () => {
    await scoreAll(jury.amara, card, '3', 'Well,');
    const version = await versionOf(jury.amara, card, 'access');
    await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, {
      criterion: 'access',
      points: '3',
      remark: ' ',
      version,
    });
    const answer = await lockCard(jury.amara, card);
    expect([answer.status, count('scorecard_locks')]).toEqual([422, 0]);
  });

  it('keeps the card, its commitment, a receipt and the head of the log, and mails no score', async () => {
    await scoreAll(jury.amara, card, '2', 'Secretwords');
    const answer = await lockCard(jury.amara, card);
    expect(answer.headers.location).toBe(`/en/jury/2027/scorecards/${card}/receipt`);
    const kept = lockRow();
    const content = JSON.parse(kept.card) as { scores: unknown[]; version: number };
    expect(content.scores).toHaveLength(8);
    expect(kept.card).toBe(canonicalize(content));
    expect(commitTo(kept.salt, kept.card)).toBe(kept.commitment);
    const head = sqlite().prepare('SELECT hash, action FROM audit WHERE seq = ?').get(kept.audit_seq);
    expect(head).toEqual({ hash: kept.audit_hash, action: 'scorecard.locked' });
    expect(verifyChain(sqlite())).toBeNull();
    const { text } = await jury.amara.get(`/en/jury/2027/scorecards/${card}/receipt`);
    for (const shown of [kept.receipt, kept.commitment, kept.salt, kept.audit_hash, '50.0', '2: Growing'])
      expect(text).toContain(shown);
    const mail = sqlite()
      .prepare("SELECT facts FROM outbox WHERE template = 'scoring.mail.receipt'")
      .pluck()
      .all();
    expect(mail).toHaveLength(1);
    expect(String(mail[0])).toContain(kept.commitment);
    expect(String(mail[0])).not.toMatch(/Secretwords|Growing|50\.0/);
    const { note } = JSON.parse(String(mail[0])) as { note: string };
    const signed = readHead(note, jury.service.signingKey.publicKey);
    expect(signed).toEqual({ seq: kept.audit_seq, hash: kept.audit_hash });
    const other = note.replace(`\n${kept.audit_seq}\n`, `\n${kept.audit_seq + 1}\n`);
    expect(readHead(other, jury.service.signingKey.publicKey)).toHaveProperty('fault');
  });

  it('twice is once', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    const version = await versionOf(jury.amara, card);
    const both = await Promise.all([lock(version), lock(version)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect([count('scorecard_locks'), count("audit WHERE action = 'scorecard.locked'")]).toEqual([1, 1]);
    expect(count("outbox WHERE template = 'scoring.mail.receipt'")).toBe(1);
  });

  it('locks what the page showed, and nothing newer', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    const version = await versionOf(jury.amara, card);
    await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, {
      criterion: 'plan',
      points: '4',
      remark: '',
      version,
    });
    expect([(await lock(version)).status, count('scorecard_locks')]).toEqual([409, 0]);
  });

  it('needs the statement', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    const answer = await lock(await versionOf(jury.amara, card), {});
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Tick the statement');
  });

  it('refuses to lock late', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    const version = await versionOf(jury.amara, card);
    jury.clock.set(STAGE_ENDS);
    jury.amara = await jury.as('amara@jury.invalid');
    expect([(await lock(version)).status, count('scorecard_locks')]).toEqual([409, 0]);
  });

  it('a locked card changes by no way: form, old tab, SQL', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    await lockCard(jury.amara, card);
    const form = { criterion: 'plan', points: '4', remark: 'Typed too late.', version: '0' };
    const answer = await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, form);
    expect(answer.status).toBe(423);
    expect(answer.text).toContain('Typed too late.');
    for (const sql of [
      'UPDATE scores SET points = 4',
      'DELETE FROM scores',
      'INSERT OR REPLACE INTO scores SELECT scorecard_id, criterion_id, 4, remark, saved_at FROM scores',
      "UPDATE scorecard_locks SET commitment = 'x'",
      'DELETE FROM scorecard_locks',
      'UPDATE score_revisions SET points = 4',
    ])
      expect(() => sqlite().prepare(sql).run()).toThrow();
    expect((await jury.amara.get('/en/jury/2027')).text).toContain('1 of 3 done');
  });

  it('opens again for two people alone, keeps the first lock, and the juror locks anew after the stage', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    await lockCard(jury.amara, card);
    const first = lockRow();
    jury.clock.set(STAGE_ENDS + 1000);
    jury.organiser = await jury.as('ines@award.invalid');
    jury.second = await jury.as('second@award.invalid');
    jury.amara = await jury.as('amara@jury.invalid');
    const office = `/en/office/2027/scores/${card}`;
    const ask = { reason: 'A level was taken for its neighbour.', day: '2027-04-18', clock: '18:00' };
    expect((await jury.organiser.post(`${office}/reopen`, ask)).status).toBe(303);
    expect((await jury.organiser.post(`${office}/reopen`, ask)).status).toBe(303);
    expect(count('scorecard_reopenings')).toBe(1);
    expect((await jury.organiser.post(`${office}/answer`, { answer: 'approve' })).status).toBe(409);
    expect((await jury.amara.get(`/en/jury/2027/scorecards/${card}?criterion=plan`)).text).not.toContain(
      '<form method="post" action="/en/jury',
    );
    expect((await jury.second.post(`${office}/answer`, { answer: 'approve' })).status).toBe(303);
    expect((await jury.second.post(`${office}/answer`, { answer: 'approve' })).status).toBe(303);
    expect(count("outbox WHERE template = 'scoring.mail.reopened'")).toBe(1);
    expect(count("audit WHERE action = 'reopening.answered'")).toBe(1);
    expect(scoresForTally(jury.service.db, jury.edition).scores).toEqual([]);
    const version = await versionOf(jury.amara, card);
    const form = { criterion: 'plan', points: '4', remark: 'Now right.', version };
    expect((await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, form)).status).toBe(303);
    expect((await lockCard(jury.amara, card)).status).toBe(303);
    const receipt = await jury.amara.get(`/en/jury/2027/scorecards/${card}/receipt`);
    expect(receipt.text).toContain(first.receipt);
    expect(receipt.text).toContain('A level was taken for its neighbour.');
    expect(count('scorecard_locks')).toBe(2);
    const { scores } = scoresForTally(jury.service.db, jury.edition);
    expect(scores.find(({ criterion }) => criterion === 'plan')?.points).toBe(4);
  });

  it('the approver may be the second person, and may leave it locked', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    await lockCard(jury.amara, card);
    const office = `/en/office/2027/scores/${card}`;
    await jury.organiser.post(`${office}/reopen`, { reason: 'Why not.', day: '2027-04-10', clock: '18:00' });
    expect((await jury.approver.post(`${office}/answer`, { answer: 'decline' })).status).toBe(303);
    expect(count('scorecard_locks WHERE reopened_at IS NOT NULL')).toBe(0);
    expect(count("outbox WHERE template = 'scoring.mail.reopened'")).toBe(0);
  });

  it('is asked for by organisers alone, with a reason and a time that lies ahead', async () => {
    await scoreAll(jury.amara, card, '2', 'Seen.');
    await lockCard(jury.amara, card);
    const path = `/en/office/2027/scores/${card}/reopen`;
    const form = { reason: 'A reason.', day: '2027-04-10', clock: '18:00' };
    for (const stranger of [jury.approver, jury.auditor, jury.amara])
      expect((await stranger.post(path, form)).status).toBe(404);
    expect((await jury.organiser.post(path, { ...form, reason: ' ' })).status).toBe(422);
    const past = await jury.organiser.post(path, { ...form, day: '2027-03-01' });
    expect([past.status, past.text.includes('A reason.')]).toEqual([409, true]);
    expect([count('scorecard_reopenings'), jury.clock.now()]).toEqual([0, SCORING]);
  });
});
