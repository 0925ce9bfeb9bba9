import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../src/editions/calendar.ts';
import { STAGES } from '../../src/editions/definition.ts';
import { daysLeft, nominationState, type Standing } from '../../src/nominations/nomination.ts';
import {
  isDeclining,
  whyNotEndorse,
  whyNotExtend,
  whyNotInviteCommission,
  whyNotOneMore,
  whyNotStart,
  whyNotSubmit,
  whyNotWithdraw,
  whyNotWrite,
} from '../../src/nominations/policy.ts';
import { instantIn } from '../../src/nominations/zoned.ts';

/** Every stage is open from its place times 100 for 100; the commission’s from 100 to 300. */
const calendar: Calendar = STAGES.map((stage, index) =>
  stage === 'call'
    ? { stage, opensAt: 100, closesAt: 200 }
    : stage === 'nomination'
      ? { stage, opensAt: 100, closesAt: 300 }
      : { stage, opensAt: index * 1_000, closesAt: index * 1_000 + 100 },
);
const standing: Standing = {
  withdrawnAt: null,
  extendedTo: null,
  submission: { at: 150 },
  endorsement: null,
};

describe('may the city write', () => {
  it.each([
    [99, {}, 'nominations.ahead'],
    [100, {}, undefined],
    [199, {}, undefined],
    [200, {}, 'nominations.closed'],
    [200, { extendedTo: 250 }, undefined],
    [250, { extendedTo: 250 }, 'nominations.closed'],
    [250, { extendedTo: 150 }, 'nominations.closed'],
    [150, { withdrawnAt: 120 }, 'nominations.withdrawn'],
  ])('at %d with %j: %s', (at, change, code) => {
    expect(whyNotWrite(calendar, { ...standing, ...change }, at)?.code).toBe(code);
  });

  it('an extension opens no new dossier', () => {
    expect(whyNotStart(calendar, 199)).toBeNull();
    expect(whyNotStart(calendar, 200)?.code).toBe('nominations.closed');
    expect(whyNotStart(calendar, 99)?.code).toBe('nominations.ahead');
  });

  it('names the deadline that holds for this city', () => {
    expect(whyNotWrite(calendar, { ...standing, extendedTo: 250 }, 260)?.facts).toEqual({
      closedAt: new Date(250),
    });
  });

  it('submits only what is whole', () => {
    expect(whyNotSubmit(calendar, standing, 0, 150)).toBeNull();
    expect(whyNotSubmit(calendar, standing, 2, 150)).toMatchObject({
      code: 'nominations.incomplete',
      facts: { sections: 2 },
    });
    expect(whyNotSubmit(calendar, standing, 0, 200)?.code).toBe('nominations.closed');
  });

  it('withdraws until the sign-off, then declines until the result is public, then neither', () => {
    const open = { signedOffAt: null, publicFrom: null };
    const signed = { signedOffAt: 4_000, publicFrom: 5_000 };
    expect(whyNotWithdraw(standing, open, 9_000)).toBeNull();
    expect(isDeclining(open)).toBe(false);
    expect(whyNotWithdraw(standing, signed, 4_999)).toBeNull();
    expect(isDeclining(signed)).toBe(true);
    expect(whyNotWithdraw(standing, signed, 5_000)?.code).toBe('nominations.announced');
    expect(whyNotWithdraw({ withdrawnAt: 120 }, open, 150)?.code).toBe('nominations.withdrawn');
  });
});

describe('may the commission nominate', () => {
  it.each([
    [99, {}, 'nominations.endorsementAhead'],
    [100, {}, undefined],
    [299, {}, undefined],
    [300, {}, 'nominations.endorsementClosed'],
    [150, { withdrawnAt: 120 }, 'nominations.withdrawn'],
  ])('at %d with %j: %s', (at, change, code) => {
    expect(whyNotEndorse(calendar, { ...standing, ...change }, at)?.code).toBe(code);
  });

  it.each([
    [2, 1, undefined],
    [2, 2, 'nominations.limit'],
    [null, 99, undefined],
  ])('limit %j with %d nominated: %s', (limit, nominated, code) => {
    expect(whyNotOneMore(limit, nominated)?.code).toBe(code);
  });

  it('nobody is asked in after its stage', () => {
    expect(whyNotInviteCommission(calendar, 299)).toBeNull();
    expect(whyNotInviteCommission(calendar, 300)?.code).toBe('nominations.endorsementClosed');
  });
});

describe('may the office give more time', () => {
  it.each([
    [250, 150, {}, undefined],
    [200, 150, {}, 'nominations.notLater'],
    [260, 150, { extendedTo: 270 }, 'nominations.notLater'],
    [250, 260, {}, 'nominations.notLater'],
    [250, 150, { withdrawnAt: 120 }, 'nominations.withdrawn'],
  ])('until %d at %d with %j: %s', (until, at, change, code) => {
    expect(whyNotExtend(calendar, { ...standing, ...change }, until, at)?.code).toBe(code);
  });

  it('a day and a clock are an instant of the zone, over a change to summer time too', () => {
    expect(instantIn('Europe/Berlin', '2027-01-29', '18:00')).toBe(Date.parse('2027-01-29T17:00:00Z'));
    expect(instantIn('Europe/Berlin', '2027-03-28', '02:30')).toBe(Date.parse('2027-03-28T01:30:00Z'));
    expect(instantIn('UTC', '2027-02-29', '18:00')).toBeNull();
    expect(instantIn('UTC', '2027-13-01', '18:00')).toBeNull();
  });
});

describe('the state of a nomination', () => {
  it.each([
    [{ submission: null }, 'started'],
    [{}, 'submitted'],
    [{ endorsement: { outcome: 'nominated' } }, 'nominated'],
    [{ endorsement: { outcome: 'declined' } }, 'declined'],
    [{ endorsement: { outcome: 'nominated' }, withdrawnAt: 1 }, 'withdrawn'],
  ] as const)('%j is %s', (change, state) => {
    expect(nominationState({ ...standing, ...change })).toBe(state);
  });

  it('counts whole days to a deadline', () => {
    const day = 86_400_000;
    expect([daysLeft(66 * day, 1), daysLeft(10, 5), daysLeft(10, 10)]).toEqual([65, 0, null]);
  });
});
