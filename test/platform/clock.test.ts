import { describe, expect, it } from 'vitest';
import { guardedClock } from '../../src/platform/clock.ts';

function machine() {
  const at = { wall: 1_000_000, up: 500 };
  const clock = guardedClock(
    () => at.wall,
    () => at.up,
  );
  const pass = (ms: number) => {
    at.wall += ms;
    at.up += ms;
  };
  return { at, clock, pass };
}

describe('the guarded clock', () => {
  it('follows the machine, small corrections included', () => {
    const { at, clock, pass } = machine();
    pass(60_000);
    at.wall += 2_000;
    expect(clock.now()).toBe(1_062_000);
    expect(clock.jumped()).toBeNull();
    pass(1_000);
    expect(clock.now()).toBe(1_063_000);
  });

  it('goes on with the old time where the machine is set back by an hour, so that no deadline opens again', () => {
    const { at, clock, pass } = machine();
    at.wall -= 3_600_000;
    pass(10_000);
    expect(clock.now()).toBe(1_010_000);
    expect(clock.jumped()).toBe(-3_600_000);
  });

  it('goes on with the old time where the machine is set ahead, so that no embargo ends early', () => {
    const { at, clock } = machine();
    at.wall += 3_600_000;
    expect(clock.now()).toBe(1_000_000);
    expect(clock.jumped()).toBe(3_600_000);
  });

  it('heals by itself once the machine is right again', () => {
    const { at, clock, pass } = machine();
    at.wall -= 3_600_000;
    pass(10_000);
    at.wall += 3_600_000;
    expect(clock.jumped()).toBeNull();
    expect(clock.now()).toBe(1_010_000);
  });

  it('never steps back, also by a small correction', () => {
    const { at, clock, pass } = machine();
    pass(10_000);
    const before = clock.now();
    at.wall -= 3_000;
    expect(clock.now()).toBe(before);
  });
});
