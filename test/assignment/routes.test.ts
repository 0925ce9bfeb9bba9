import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignmentInvariants } from '../../src/assignment/invariants.ts';
import { liveAssignments, newestProposal, openShortfalls } from '../../src/assignment/pages.ts';
import { applyProposal, recuseAssignment } from '../../src/assignment/store.ts';
import { jurorById } from '../../src/jury/pages.ts';
import { declareConflict, endJuror } from '../../src/jury/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import type { Solution, Solve } from '../../src/platform/solver/model.ts';
import { count, ORGANISER } from '../screening/ground.ts';
import { ASSIGNMENT, openPanel, type Panel } from './ground.ts';

const LOADS = { minLoad: '0', maxLoad: '4' };

describe('the assignment of an edition', () => {
  let panel: Panel;
  beforeEach(async () => {
    panel = await openPanel();
  });
  afterEach(async () => {
    expect(brokenInvariants(panel.service.db, assignmentInvariants)).toEqual([]);
    await panel.close();
  });

  const db = () => panel.service.db;
  const live = () => liveAssignments(db(), panel.edition.id);
  const newest = () => {
    const proposal = newestProposal(db(), panel.edition.id);
    if (!proposal) throw new Error('no proposal');
    return proposal;
  };
  const at = (proposal: { id: string }, rest = '') => `${ASSIGNMENT}/proposals/${proposal.id}${rest}`;
  const propose = async (form: Record<string, string | string[]> = LOADS) => {
    await panel.organiser.post(`${ASSIGNMENT}/propose`, form).expect(303);
    return newest();
  };
  const applied = async () => {
    const proposal = await propose();
    await panel.organiser.post(at(proposal, '/apply')).expect(303);
    return proposal;
  };
  const audited = (action: string, object: string) =>
    count(panel, 'audit WHERE action = ? AND object = ?', action, object);
  const recuse = (assignment: string) =>
    panel.service.act('system', 'assignment.recused', (tx) =>
      recuseAssignment(tx, { assignment, reason: 'A tie.' }),
    );

  it('is proposed with its proof, assigns nobody and writes to nobody', async () => {
    const before = count(panel, 'outbox');
    const { solution } = await propose();
    expect(solution).toMatchObject({ status: 'optimal', certificate: { kind: 'duals' } });
    expect(solution.assignments).toHaveLength(10);
    expect(live()).toEqual([]);
    expect(count(panel, 'outbox')).toBe(before);
    const { text } = await panel.organiser.get(ASSIGNMENT).expect(200);
    for (const words of [
      'Amara',
      'Porto-Novo',
      'Proved in whole numbers',
      'Assign these 10 readings',
      'worst off',
    ])
      expect(text).toContain(words);
  });

  it('never gives a dossier to a juror in conflict, who cannot read it, or who handed it back', async () => {
    const { Amara, Dana, Emil } = panel.jurors;
    const { Sønderborg, Gdynia, 'Porto-Novo': portoNovo, Laâyoune } = panel.dossiers;
    await panel.service.act('system', 'conflict.declared', (tx) =>
      declareConflict(tx, {
        edition: panel.edition.id,
        juror: Amara ?? '',
        nomination: 北京(panel),
        reason: 'I taught there.',
      }),
    );
    await applied();
    const pairs = live().map(({ juror, nomination }) => `${juror} ${nomination}`);
    expect(pairs).toHaveLength(10);
    for (const [juror, nomination] of [
      [Amara, 北京(panel)],
      [Dana, Sønderborg],
      [Emil, Gdynia],
      [Emil, portoNovo],
      [Emil, Laâyoune],
    ])
      expect(pairs).not.toContain(`${juror} ${nomination}`);
  });

  it('is applied by an organiser, once however often the button is pressed, and tells nobody', async () => {
    const proposal = await propose();
    const before = count(panel, 'outbox');
    const answers = await Promise.all([1, 2].map(() => panel.organiser.post(at(proposal, '/apply'))));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(live()).toHaveLength(10);
    expect(audited('assignment.applied', proposal.id)).toBe(1);
    expect(count(panel, 'outbox')).toBe(before);
    const { text } = await panel.organiser.get(ASSIGNMENT);
    expect(text).toContain('The assignment that stands');
    expect(text).not.toContain('Assign these 10 readings');
  });

  it('is read by approver and auditor, and changed by neither', async () => {
    const proposal = await propose();
    for (const reader of [panel.approver, panel.auditor]) {
      expect((await reader.get(ASSIGNMENT).expect(200)).text).not.toContain('Assign these');
      await reader.get(at(proposal)).expect(200);
      await reader.post(at(proposal, '/apply')).expect(404);
      await reader.post(`${ASSIGNMENT}/propose`, LOADS).expect(404);
      await reader.post(`${ASSIGNMENT}/announce`, { count: '0' }).expect(404);
    }
    expect(live()).toEqual([]);
  });

  it('does not exist for a stranger, a juror or nobody', async () => {
    const proposal = await propose();
    const juror = await panel.as('amara@jury.invalid');
    const stranger = await panel.as('stranger@example.invalid');
    for (const rest of ['', '/problem.json', '/solution.json', '/links', `/nominations/${北京(panel)}`]) {
      await juror.get(at(proposal, rest)).expect(404);
      await stranger.get(at(proposal, rest)).expect(404);
    }
    for (const client of [juror, stranger]) {
      await client.get(ASSIGNMENT).expect(404);
      await client.post(at(proposal, '/apply')).expect(404);
      await client.post(at(proposal, '/change'), { nomination: 北京(panel) }).expect(404);
    }
    await panel.organiser.get(at({ id: 'nothing' })).expect(404);
    await panel.organiser.get(at(proposal, '/nominations/nothing')).expect(404);
  });

  it('is not applied after a conflict, a juror or a dossier changed what it rests on', async () => {
    const proposal = await propose();
    await panel.service.act('system', 'conflict.declared', (tx) =>
      declareConflict(tx, {
        edition: panel.edition.id,
        juror: panel.jurors.Bruno ?? '',
        nomination: 北京(panel),
        reason: 'A cousin works there.',
      }),
    );
    const { text } = await panel.organiser.post(at(proposal, '/apply')).expect(409);
    expect(text).toContain('Ask for a new proposal');
    expect(live()).toEqual([]);
    expect(audited('assignment.applied', proposal.id)).toBe(0);
  });

  it('is applied from the newest proposal only', async () => {
    const first = await propose();
    await propose({ minLoad: '1', maxLoad: '3' });
    expect((await panel.organiser.post(at(first, '/apply')).expect(409)).text).toContain('newest proposal');
    expect(live()).toEqual([]);
  });

  it('does not replace one that stands', async () => {
    await applied();
    const again = await propose();
    expect((await panel.organiser.post(at(again, '/apply')).expect(409)).text).toContain('fills the gaps');
    expect(live()).toHaveLength(10);
  });

  it('keeps what was typed where the loads are wrong, and says what clashes where nothing fits', async () => {
    const wrong = await panel.organiser
      .post(`${ASSIGNMENT}/propose`, { minLoad: '3', maxLoad: '2' })
      .expect(422);
    expect(wrong.text).toContain('must not be above the most');
    expect(wrong.text).toContain('value="3"');
    const tight = await panel.organiser
      .post(`${ASSIGNMENT}/propose`, { minLoad: '0', maxLoad: '1' })
      .expect(409);
    expect(tight.text).toContain('No assignment fits these limits');
    expect(tight.text).toContain('need 6 readings');
    const french = await panel.organiser
      .post(`${ASSIGNMENT.replace('/en/', '/fr/')}/propose`, { minLoad: '0', maxLoad: '1' })
      .expect(409);
    expect(french.text).toContain('demandent 6 lectures');
    const idle = await panel.organiser
      .post(`${ASSIGNMENT}/propose`, { minLoad: '4', maxLoad: '4' })
      .expect(409);
    expect(idle.text).toContain('must read');
    expect(count(panel, 'proposals')).toBe(0);
  });

  it('is not proposed without readers', async () => {
    await panel.service.act('system', 'jury.ended', (tx) => {
      for (const id of Object.values(panel.jurors)) {
        const juror = jurorById(tx.db, panel.edition.id, id);
        if (juror) endJuror(tx, juror, 'Left.');
      }
    });
    expect((await panel.organiser.post(`${ASSIGNMENT}/propose`, LOADS).expect(409)).text).toContain(
      'Wait for jurors to accept',
    );
  });

  it('is not proposed after scoring has closed', async () => {
    panel.clock.set(Date.parse('2027-06-01T00:00:00Z'));
    const late = await panel.as(ORGANISER);
    expect((await late.post(`${ASSIGNMENT}/propose`, LOADS).expect(409)).text).toContain(
      'Extend the scoring stage',
    );
  });

  describe('after it stands', () => {
    it('opens the dossiers by an act of its own, with number and mail shown first', async () => {
      await applied();
      const { text } = await panel.organiser.get(ASSIGNMENT);
      const jurors = new Set(live().map(({ juror }) => juror)).size;
      expect(text).toContain('Nothing is sent yet.');
      expect(text).toContain(`Write to these ${jurors} jurors`);
      expect(text).toContain('The mail as Amara gets it');
      expect(text).toContain('Déclarez');
      await panel.organiser.post(`${ASSIGNMENT}/announce`, { count: '9' }).expect(409);
      expect(live().every(({ announcedAt }) => announcedAt === null)).toBe(true);
      await panel.organiser.post(`${ASSIGNMENT}/announce`, { count: '10' }).expect(303);
      await panel.organiser.post(`${ASSIGNMENT}/announce`, { count: '10' }).expect(303);
      expect(live().every(({ announcedAt }) => announcedAt !== null)).toBe(true);
      expect(count(panel, "outbox WHERE template = 'assignment.mail.dossiers'")).toBe(jurors);
      expect(audited('assignment.announced', panel.edition.id)).toBe(1);
    });

    it('is filled after a recusal with one new pair, and nobody else’s list moves', async () => {
      await applied();
      await panel.organiser.post(`${ASSIGNMENT}/announce`, { count: '10' }).expect(303);
      const before = live();
      const lost = before.find(({ nomination }) => nomination === panel.dossiers.Sønderborg);
      if (!lost) throw new Error('nobody reads it');
      await recuse(lost.id);
      expect(openShortfalls(db(), panel.edition.id)).toMatchObject([{ nomination: lost.nomination }]);
      expect((await panel.organiser.get(ASSIGNMENT)).text).toContain('1 dossier lacks a reader');
      await panel.organiser.post(`${ASSIGNMENT}/top-up`, LOADS).expect(303);
      const proposal = newest();
      expect((await panel.organiser.get(ASSIGNMENT)).text).toContain('Assign this reading');
      await panel.organiser.post(at(proposal, '/apply')).expect(303);
      const kept = before.filter(({ id }) => id !== lost.id).map(({ id }) => id);
      const after = live();
      expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(kept));
      expect(after).toHaveLength(10);
      const added = after.filter(({ id }) => !kept.includes(id));
      expect(added).toMatchObject([{ nomination: lost.nomination, announcedAt: null }]);
      expect(added[0]?.juror).not.toBe(lost.juror);
      expect(openShortfalls(db(), panel.edition.id)).toEqual([]);
      expect((await panel.organiser.get(ASSIGNMENT)).text).toContain('Write to this juror');
    });

    it('notes the gaps of a juror who leaves, and fills them', async () => {
      await applied();
      const { Bruno } = panel.jurors;
      const lost = live().filter(({ juror }) => juror === Bruno).length;
      expect(lost).toBeGreaterThan(0);
      await panel.service.act('system', 'jury.ended', (tx) => {
        const juror = jurorById(tx.db, panel.edition.id, Bruno ?? '');
        if (juror) endJuror(tx, juror, 'Left.');
      });
      expect(live()).toHaveLength(10 - lost);
      expect(openShortfalls(db(), panel.edition.id)).toHaveLength(lost);
      expect(brokenInvariants(db(), assignmentInvariants)).toEqual([]);
      await panel.organiser.post(`${ASSIGNMENT}/top-up`, LOADS).expect(303);
      await panel.organiser.post(at(newest(), '/apply')).expect(303);
      expect(live()).toHaveLength(10);
      expect(openShortfalls(db(), panel.edition.id)).toEqual([]);
    });
  });

  describe('computing that takes long', () => {
    const endless: Solve = (model, options) =>
      new Promise<Solution>((resolve) => {
        options?.onProgress?.({ seconds: 1, iterations: 77, best: null, bound: null });
        const none = new Float64Array(0);
        const ended = { values: none, rowDuals: none, colDuals: none, objective: Number.NaN, bound: 0 };
        options?.signal?.addEventListener('abort', () => resolve({ status: 'cancelled', ...ended }));
        expect(model.cost.length).toBeGreaterThan(0);
      });

    it('goes on beside the pages, is told on the page, and is stopped by a button', async () => {
      Object.assign(panel.service, { solve: endless });
      await panel.organiser.post(`${ASSIGNMENT}/propose`, LOADS).expect(303);
      const { text } = await panel.organiser.get(ASSIGNMENT).expect(200);
      expect(text).toContain('Computing the assignment');
      expect(text).toContain('77 solver steps');
      await panel.organiser.post(`${ASSIGNMENT}/propose`, LOADS).expect(303);
      await panel.auditor.post(`${ASSIGNMENT}/cancel`).expect(404);
      await panel.organiser.post(`${ASSIGNMENT}/cancel`).expect(303);
      await panel.organiser.post(`${ASSIGNMENT}/cancel`).expect(303);
      expect((await panel.organiser.get(ASSIGNMENT)).text).toContain('Computing was stopped');
      expect(count(panel, 'proposals')).toBe(0);
    });
  });

  describe('what must never be found', () => {
    const found = () => brokenInvariants(db(), assignmentInvariants).map(({ name }) => name);
    const raw = (sql: string, ...values: unknown[]) =>
      db()
        .$client.prepare(sql)
        .run(...values);

    it('is a pair in conflict', async () => {
      const proposal = await applied();
      const { juror, nomination } = live()[0] ?? { juror: '', nomination: '' };
      raw(
        "INSERT INTO conflicts (id, juror_id, nomination_id, kind, reason, at, by) VALUES ('c', ?, ?, 'declared', 'x', 1, 'x')",
        juror,
        nomination,
      );
      expect(found()).toEqual(['a juror assigned where a conflict stands']);
      raw("DELETE FROM conflicts WHERE id = 'c'");
      expect(proposal.id).not.toBe('');
    });

    it('is a reader too many, or one too few without a shortfall', async () => {
      const proposal = await applied();
      const { Emil, Farah, Amara, Bruno } = panel.jurors;
      const nomination = 北京(panel);
      const readers = live().filter((one) => one.nomination === nomination);
      const other = [Emil, Farah, Amara, Bruno].find((id) => readers.every(({ juror }) => juror !== id));
      raw(
        `INSERT INTO assignments (id, edition_id, juror_id, nomination_id, proposal_id, position, applied_at, applied_by)
         SELECT 'extra', edition_id, ?, ?, id, 9, applied_at, 'x' FROM proposals WHERE id = ?`,
        other,
        nomination,
        proposal.id,
      );
      expect(found()).toEqual(['a nomination with more readers than its edition says']);
      raw("UPDATE assignments SET removed_at = 5, removed_by = 'x' WHERE id = 'extra'");
      raw('DELETE FROM shortfalls');
      await recuse(readers[0]?.id ?? '');
      expect(found()).toEqual([]);
      raw('DELETE FROM shortfalls');
      expect(found()).toEqual([
        'a nomination with fewer readers than its edition says and no open shortfall',
      ]);
      raw(
        'INSERT INTO shortfalls (edition_id, nomination_id, opened_at) VALUES (?, ?, 1)',
        panel.edition.id,
        nomination,
      );
    });

    it('is a pair changed or deleted, or a proposal rewritten: the database refuses', async () => {
      const proposal = await applied();
      const id = live()[0]?.id ?? '';
      expect(() => raw('DELETE FROM assignments WHERE id = ?', id)).toThrow('never deleted');
      expect(() => raw('UPDATE assignments SET juror_id = ? WHERE id = ?', 'x', id)).toThrow('never changed');
      expect(() => raw("UPDATE proposals SET solution = '{}' WHERE id = ?", proposal.id)).toThrow('stands');
      const again = await panel.service.act('system', 'assignment.applied', (tx) =>
        applyProposal(tx, panel.edition.id, proposal),
      );
      expect(again).toBe(0);
    });
  });
});

function 北京(panel: Panel): string {
  return panel.dossiers.北京 ?? '';
}
