import { describe, expect, it } from 'vitest';
import {
  asksForFactor,
  standingOf,
  triesAfter,
  wayOf,
  whyNotAnswer,
  whyNotEnd,
  whyNotEnrol,
  whyNotTry,
} from '../../src/people/factor.ts';
import { appAddress, codeAt, qrPath, secretText, stepOfCode } from '../../src/people/totp.ts';
import { MINUTE } from '../../src/platform/clock.ts';
import type { Appointment, Role } from '../../src/platform/http/viewer.ts';

const held = (role: Role, linkAlone?: boolean): Appointment[] => [
  { role, edition: '2027', ...(linkAlone === undefined ? {} : { linkAlone }) },
];
const LINK = { proof: 'link', provedAt: 0, hasFactor: false } as const;

describe('who is asked for a second factor', () => {
  it.each(['organiser', 'approver', 'auditor', 'juror'] as const)('%s', (role) => {
    expect(asksForFactor(held(role))).toBe(true);
    expect(standingOf(LINK, held(role), 1)).toEqual({ owesFactor: true, isFresh: false });
    expect(wayOf(LINK, held(role))).toBe('enrol');
  });

  it.each(['owner', 'colleague', 'commission'] as const)('not %s', (role) => {
    expect(asksForFactor(held(role))).toBe(false);
    expect(standingOf(LINK, held(role), 1)).toEqual({ owesFactor: false, isFresh: true });
    expect(wayOf(LINK, held(role))).toBe('mail');
  });

  it('not a juror whose edition lets them in by the link alone, but the same person who judges elsewhere too', () => {
    expect(asksForFactor(held('juror', true))).toBe(false);
    expect(asksForFactor([...held('juror', true), { role: 'juror', edition: '2029' }])).toBe(true);
    expect(asksForFactor(held('organiser', true))).toBe(true);
  });

  it('whoever has set one up, whatever the role', () => {
    expect(standingOf({ ...LINK, hasFactor: true }, held('owner'), 1).owesFactor).toBe(true);
    expect(wayOf({ ...LINK, hasFactor: true }, held('owner'))).toBe('factor');
  });

  it('a proof is fresh for five minutes and not a moment longer', () => {
    const proved = { proof: 'totp', provedAt: 1_000, hasFactor: true } as const;
    expect(standingOf(proved, held('organiser'), 1_000 + 5 * MINUTE - 1).isFresh).toBe(true);
    expect(standingOf(proved, held('organiser'), 1_000 + 5 * MINUTE).isFresh).toBe(false);
  });
});

describe('rules of a factor', () => {
  it.each([
    ['people.notFresh', whyNotEnrol(true, false)],
    ['people.lastFactor', whyNotEnd(1, held('juror'))],
    ['people.factor.tooMany', whyNotTry({ tries: 6, triedAt: 10 }, 10 * MINUTE)],
    ['people.ownRecovery', whyNotAnswer({ accountId: 'a', confirmedAt: null, refusedAt: null }, 'a')],
    ['people.recoveryGone', whyNotAnswer({ accountId: 'a', confirmedAt: 5, refusedAt: null }, 'b')],
    ['people.recoveryGone', whyNotAnswer({ accountId: 'a', confirmedAt: null, refusedAt: 5 }, 'b')],
  ])('%s is refused', (code, refusal) => {
    expect(refusal?.code).toBe(code);
  });

  it('and the same is allowed where nothing speaks against it', () => {
    expect([
      whyNotEnrol(false, false),
      whyNotEnrol(true, true),
      whyNotEnd(2, held('juror')),
      whyNotEnd(1, held('owner')),
      whyNotTry({ tries: 6, triedAt: 0 }, 10 * MINUTE),
      whyNotTry({ tries: 5, triedAt: 10 }, 20),
      whyNotAnswer({ accountId: 'a', confirmedAt: null, refusedAt: null }, 'b'),
    ]).toEqual(Array(7).fill(null));
  });

  it('wrong codes are counted together for ten minutes', () => {
    expect(triesAfter({ tries: 3, triedAt: 0 }, 10 * MINUTE - 1)).toBe(4);
    expect(triesAfter({ tries: 3, triedAt: 0 }, 10 * MINUTE)).toBe(1);
    expect(triesAfter({ tries: 0, triedAt: null }, 0)).toBe(1);
  });
});

describe('codes of an app', () => {
  // RFC 6238, appendix B: the last six of the eight digits, of the secret "12345678901234567890".
  const SECRET = secretText(new TextEncoder().encode('12345678901234567890'));
  it.each([
    [59_000, '287082'],
    [1_111_111_109_000, '081804'],
    [1_111_111_111_000, '050471'],
    [1_234_567_890_000, '005924'],
    [2_000_000_000_000, '279037'],
    [20_000_000_000_000, '353130'],
  ])('at %d the code is %s', (at, code) => {
    expect(codeAt(SECRET, at)).toBe(code);
    expect(stepOfCode(SECRET, code, at, null)).toBe(Math.floor(at / 30_000));
  });

  it('the neighbouring half minutes count, those further off do not, and none counts twice', () => {
    const at = 1_234_567_890_000;
    const step = at / 30_000;
    expect(stepOfCode(SECRET, codeAt(SECRET, at - 30_000), at, null)).toBe(step - 1);
    expect(stepOfCode(SECRET, codeAt(SECRET, at + 30_000), at, null)).toBe(step + 1);
    expect(stepOfCode(SECRET, codeAt(SECRET, at - 60_000), at, null)).toBeNull();
    expect(stepOfCode(SECRET, codeAt(SECRET, at), at, step)).toBeNull();
    expect(stepOfCode(SECRET, codeAt(SECRET, at - 30_000), at, step)).toBeNull();
    expect(stepOfCode(SECRET, codeAt(SECRET, at), at, step - 1)).toBe(step);
  });

  it('the address for the app names award, account and secret, and fits into a QR code', () => {
    const address = appAddress(SECRET, 'Learning Cities Award', 'ana@city.org');
    expect(address).toMatch(/^otpauth:\/\/totp\/Learning%20Cities%20Award:ana%40city\.org\?/);
    expect(address).toContain(`secret=${SECRET}`);
    const { side, path } = qrPath(address);
    expect(side).toBeGreaterThan(40);
    // The three corners are drawn behind a quiet border of four modules.
    for (const [x, y] of [
      [4, 4],
      [side - 11, 4],
      [4, side - 11],
    ])
      expect(path).toContain(`M${x} ${y}h1v1h-1z`);
    expect(path).not.toMatch(/M[0-3] /);
  });
});
