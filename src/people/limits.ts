import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '../platform/clock.ts';

export type Limiter = { allows(address: string, ip: string): Promise<boolean> };

const limiters = new WeakMap<Clock, Limiter>();

/** At most five sign-in mails an hour for one address, and two hundred for one office behind one address. */
export function signInLimiter(clock: Clock): Limiter {
  const known = limiters.get(clock);
  if (known) return known;
  const byAddress = new RateLimiterMemory({ points: 5, duration: 3_600 });
  const byIp = new RateLimiterMemory({ points: 200, duration: 3_600 });
  const within = (limiter: RateLimiterMemory, key: string) =>
    limiter.consume(key).then(
      () => true,
      (answer: unknown) => {
        if (answer instanceof Error) throw answer;
        return false;
      },
    );
  const limiter = {
    allows: async (address: string, ip: string) =>
      (await within(byIp, ip)) && (await within(byAddress, address)),
  };
  limiters.set(clock, limiter);
  return limiter;
}
