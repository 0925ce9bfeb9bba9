import { type Face, FREE } from './face.ts';
import { isKept } from './juries.ts';

/** More exchanges than this are not tried. */
const MOST_EXCHANGES = 5_000;

/**
 * Lifts the worst-off nomination by exchanges, each of which leaves every nomination it touches better off than the
 * worst one was: a juror of the worst-off is replaced by one with time, or swapped with another nomination's. A good
 * allowed assignment quickly; not the best one. `given` is not changed.
 */
export function liftByExchange(face: Face, worth: Float64Array, given: Uint8Array): Uint8Array {
  const lifted = new Lift(face, worth, given);
  if (face.keep) return given;
  for (let exchange = 0; exchange < MOST_EXCHANGES && lifted.improve(); exchange++);
  return lifted.given;
}

type Exchange = {
  readonly out: number;
  readonly into: number;
  readonly other: number | null;
  readonly low: number;
};

class Lift {
  readonly given: Uint8Array;
  private readonly face: Face;
  private readonly worth: Float64Array;
  private readonly jurors: number;
  private readonly sums: Float64Array;
  private readonly loads: Int32Array;

  constructor(face: Face, worth: Float64Array, given: Uint8Array) {
    this.face = face;
    this.worth = worth;
    this.given = given.slice();
    this.jurors = face.jurorMin.length;
    this.sums = new Float64Array(given.length / this.jurors);
    this.loads = new Int32Array(this.jurors);
    given.forEach((one, at) => {
      if (one === 1) this.count(at, 1);
    });
  }

  /** Makes the exchange that lifts a worst-off nomination most; false when none lifts it. */
  improve(): boolean {
    const low = this.sums.reduce((least, sum) => Math.min(least, sum), Infinity);
    const worst = this.sums.indexOf(low);
    const best = this.bestExchange(worst, low);
    if (!best) return false;
    this.set(worst, best.out, 0);
    this.set(worst, best.into, 1);
    if (best.other !== null) {
      this.set(best.other, best.into, 0);
      this.set(best.other, best.out, 1);
    }
    return true;
  }

  private bestExchange(worst: number, low: number): Exchange | null {
    let best: Exchange | null = null;
    const offer = (exchange: Exchange) => {
      if (exchange.low > (best?.low ?? low) && this.keepsRules(worst, exchange)) best = exchange;
    };
    for (const out of this.freeIn(worst, 1)) {
      for (const into of this.freeIn(worst, 0)) {
        const sum = low - this.worthAt(worst, out) + this.worthAt(worst, into);
        if (sum <= (best ?? { low }).low) continue;
        const hasRoom = (this.loads[into] ?? 0) < (this.face.jurorMax[into] ?? 0);
        if (hasRoom && (this.loads[out] ?? 0) > (this.face.jurorMin[out] ?? 0)) {
          offer({ out, into, other: null, low: sum });
        }
        this.offerSwaps(worst, out, into, sum, offer);
      }
    }
    return best;
  }

  private offerSwaps(
    worst: number,
    out: number,
    into: number,
    sum: number,
    offer: (exchange: Exchange) => void,
  ): void {
    for (let other = 0; other < this.sums.length; other++) {
      const inAt = other * this.jurors + into;
      const outAt = other * this.jurors + out;
      if (other === worst || this.given[inAt] !== 1 || this.given[outAt] !== 0) continue;
      if (this.face.state[inAt] !== FREE || this.face.state[outAt] !== FREE) continue;
      const left = (this.sums[other] ?? 0) - this.worthAt(other, into) + this.worthAt(other, out);
      offer({ out, into, other, low: Math.min(sum, left) });
    }
  }

  private keepsRules(worst: number, { out, into, other }: Exchange): boolean {
    if (this.face.rules.length === 0) return true;
    const after = (nomination: number, leaves: number, joins: number) =>
      [...Array(this.jurors).keys()].filter(
        (juror) =>
          juror === joins || (juror !== leaves && this.given[nomination * this.jurors + juror] === 1),
      );
    const keeps = (nomination: number, jury: readonly number[]) =>
      this.face.rules.every((rule) => rule.nomination !== nomination || isKept(rule, jury));
    return keeps(worst, after(worst, out, into)) && (other === null || keeps(other, after(other, into, out)));
  }

  private freeIn(nomination: number, one: 0 | 1): number[] {
    const jurors: number[] = [];
    for (let juror = 0; juror < this.jurors; juror++) {
      const at = nomination * this.jurors + juror;
      if (this.given[at] === one && this.face.state[at] === FREE) jurors.push(juror);
    }
    return jurors;
  }

  private worthAt(nomination: number, juror: number): number {
    return this.worth[nomination * this.jurors + juror] ?? 0;
  }

  private set(nomination: number, juror: number, one: 0 | 1): void {
    const at = nomination * this.jurors + juror;
    this.given[at] = one;
    this.count(at, one === 1 ? 1 : -1);
  }

  private count(at: number, step: 1 | -1): void {
    const nomination = Math.floor(at / this.jurors);
    const juror = at % this.jurors;
    this.sums[nomination] = (this.sums[nomination] ?? 0) + step * (this.worth[at] ?? 0);
    this.loads[juror] = (this.loads[juror] ?? 0) + step;
  }
}
