import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../src/editions/calendar.ts';
import { STAGES } from '../../src/editions/definition.ts';
import {
  type Standing,
  whyNotApproveReopening,
  whyNotAskReopening,
  whyNotLock,
  whyNotOpen,
  whyNotRecuse,
  whyNotReopen,
  whyNotScore,
} from '../../src/scoring/policy.ts';

const calendar: Calendar = STAGES.map((stage) => ({ stage, opensAt: 100, closesAt: 200 }));
const free: Standing = { withdrawnAt: null, lockedAt: null, openUntil: null, tallyClosedAt: null };
const code = (refusal: { code: string } | null) => refusal?.code ?? null;

describe('why a card takes no score', () => {
  it.each([
    ['in its stage: nothing', free, 150, null],
    ['at its first instant: nothing', free, 100, null],
    ['before its stage', free, 99, 'scoring.ahead'],
    ['at its last instant', free, 200, 'scoring.closed'],
    ['locked', { ...free, lockedAt: 120 }, 150, 'scoring.locked'],
    ['locked and late: the lock says more', { ...free, lockedAt: 120 }, 250, 'scoring.locked'],
    ['withdrawn', { ...free, withdrawnAt: 120 }, 150, 'scoring.withdrawn'],
    ['tallied', { ...free, tallyClosedAt: 140 }, 150, 'scoring.tallied'],
    ['opened again, late and in its time: nothing', { ...free, openUntil: 300 }, 250, null],
    ['opened again, after its time', { ...free, openUntil: 300 }, 300, 'scoring.closed'],
    ['opened again for less than the stage: the stage counts', { ...free, openUntil: 150 }, 180, null],
  ] as const)('%s', (_name, standing, at, refusal) => {
    expect(code(whyNotScore(calendar, standing, at))).toBe(refusal);
  });
});

describe('why no dossier opens', () => {
  it.each([
    ['before the stage', free, 99, 'scoring.ahead'],
    ['after it', free, 200, 'scoring.closed'],
    ['withdrawn', { ...free, withdrawnAt: 1 }, 150, 'scoring.withdrawn'],
    ['in its time: nothing', free, 150, null],
  ] as const)('%s', (_name, standing, at, refusal) => {
    expect(code(whyNotOpen(calendar, standing, at))).toBe(refusal);
  });
});

describe('why a card cannot be locked', () => {
  it('names the criteria that hold it up', () => {
    expect(whyNotLock(calendar, free, ['Plan', 'Access'], 150)).toMatchObject({
      code: 'scoring.incomplete',
      facts: { count: 2, criteria: 'Plan, Access' },
    });
  });
  it('is nothing when it is complete', () => {
    expect(whyNotLock(calendar, free, [], 150)).toBeNull();
  });
  it('says late before it says incomplete', () => {
    expect(code(whyNotLock(calendar, free, ['Plan'], 200))).toBe('scoring.closed');
  });
});

describe('why a dossier cannot be handed back', () => {
  it('is nothing before the tally closes, late or not', () => {
    expect(whyNotRecuse(free)).toBeNull();
  });
  it('is the tally after it closed', () => {
    expect(code(whyNotRecuse({ tallyClosedAt: 1 }))).toBe('scoring.tallied');
  });
});

describe('why a locked card cannot be opened again', () => {
  const locked = { ...free, lockedAt: 120 };
  const asked = { askedBy: 'one', openUntil: 300 };
  it.each([
    ['not locked', free, 'scoring.notLocked'],
    ['withdrawn', { ...locked, withdrawnAt: 1 }, 'scoring.withdrawn'],
    ['tallied', { ...locked, tallyClosedAt: 1 }, 'scoring.tallied'],
    ['locked: nothing', locked, null],
  ] as const)('%s', (_name, standing, refusal) => {
    expect(code(whyNotReopen(standing))).toBe(refusal);
  });
  it('was asked before', () => {
    expect(code(whyNotAskReopening(locked, asked, 300, 150))).toBe('scoring.asked');
  });
  it('would end before it begins', () => {
    expect(code(whyNotAskReopening(locked, null, 150, 150))).toBe('scoring.past');
    expect(code(whyNotApproveReopening(locked, asked, 'two', 300))).toBe('scoring.past');
  });
  it('nobody asked', () => {
    expect(code(whyNotApproveReopening(locked, null, 'two', 150))).toBe('scoring.notAsked');
  });
  it('the one who asked cannot be the second person', () => {
    expect(code(whyNotApproveReopening(locked, asked, 'one', 150))).toBe('scoring.samePerson');
  });
  it('another person may', () => {
    expect(whyNotApproveReopening(locked, asked, 'two', 150)).toBeNull();
  });
});
