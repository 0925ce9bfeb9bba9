import { ALWAYS, type Face, FREE } from './face.ts';

/** Jurors on one side, nominations on the other, at most one reading a pair; sizes and limits of a reading flow. */
export type Network = {
  readonly nominations: number;
  readonly jurors: number;
  /** NEVER, FREE or ALWAYS, at nomination * jurors + juror. */
  readonly state: Uint8Array;
  /** Readings that each nomination needs; 0 leaves a nomination out. */
  readonly needed: Int32Array;
  readonly jurorMin: Int32Array;
  readonly jurorMax: Int32Array;
};

/** What a flow reached: who reads what, the counts, and from which side a further reading could still come. */
export type ReadingFlow = {
  readonly given: Uint8Array;
  readonly loads: Int32Array;
  readonly counts: Int32Array;
  /** Jurors (1) who have time, or could get time by handing a reading on; valid for the last limits used. */
  readonly reachableJurors: Uint8Array;
  readonly reachableNominations: Uint8Array;
};

/** The network of a face, every nomination needing `perNomination` readings. Composition rules are left out. */
export function networkOf(face: Face, perNomination: number): Network {
  const jurors = face.jurorMin.length;
  const nominations = face.state.length / jurors;
  const { state, jurorMin, jurorMax } = face;
  const needed = new Int32Array(nominations).fill(perNomination);
  return { nominations, jurors, state, needed, jurorMin, jurorMax };
}

/**
 * Most readings under the least loads alone, then under the full loads (Dinic's maximum flow on a dense table).
 * Augmenting never lowers a juror's load, so once the least loads are met they stay met; by Hoffman's circulation
 * theorem a network fails either in the first flow (least loads too high) or in the second (too few readers).
 */
export function flowReadings(network: Network): { least: ReadingFlow; full: ReadingFlow } {
  const flow = new Flow(network);
  flow.grow(network.jurorMin);
  const least = flow.result();
  flow.grow(network.jurorMax);
  return { least, full: flow.result() };
}

/** Whether every nomination gets what it needs; least loads are left out. */
export function canBeRead(network: Network): boolean {
  const flow = new Flow(network);
  flow.grow(network.jurorMax);
  return network.needed.every((needed, nomination) => (flow.counts[nomination] ?? 0) >= needed);
}

/** Whether every juror can reach the least load. */
export function canFillLoads(network: Network): boolean {
  const flow = new Flow(network);
  flow.grow(network.jurorMin);
  return network.jurorMin.every((least, juror) => (flow.loads[juror] ?? 0) >= least);
}

class Flow {
  readonly given: Uint8Array;
  readonly loads: Int32Array;
  readonly counts: Int32Array;
  private readonly network: Network;
  private limits: Int32Array;
  private jurorLevel: Int32Array;
  private nominationLevel: Int32Array;
  private readonly nextNomination: Int32Array;
  private readonly nextJuror: Int32Array;

  constructor(network: Network) {
    const { nominations, jurors } = network;
    this.network = network;
    this.given = new Uint8Array(nominations * jurors);
    this.loads = new Int32Array(jurors);
    this.counts = new Int32Array(nominations);
    this.limits = network.jurorMin;
    this.jurorLevel = new Int32Array(jurors);
    this.nominationLevel = new Int32Array(nominations);
    this.nextNomination = new Int32Array(jurors);
    this.nextJuror = new Int32Array(nominations);
    network.state.forEach((state, at) => {
      const nomination = Math.floor(at / jurors);
      if (state === ALWAYS && (network.needed[nomination] ?? 0) > 0) this.put(nomination, at % jurors, 1);
    });
  }

  grow(limits: Int32Array): void {
    this.limits = limits;
    while (this.layer()) {
      this.nextNomination.fill(0);
      this.nextJuror.fill(0);
      for (let juror = 0; juror < limits.length; juror++) {
        while ((this.loads[juror] ?? 0) < (limits[juror] ?? 0) && this.push(juror))
          this.loads[juror] = (this.loads[juror] ?? 0) + 1;
      }
    }
  }

  result(): ReadingFlow {
    return {
      given: this.given.slice(),
      loads: this.loads.slice(),
      counts: this.counts.slice(),
      reachableJurors: Uint8Array.from(this.jurorLevel, (level) => (level >= 0 ? 1 : 0)),
      reachableNominations: Uint8Array.from(this.nominationLevel, (level) => (level >= 0 ? 1 : 0)),
    };
  }

  private put(nomination: number, juror: number, one: 0 | 1): void {
    this.given[nomination * this.network.jurors + juror] = one;
    const step = one === 1 ? 1 : -1;
    this.loads[juror] = (this.loads[juror] ?? 0) + step;
    this.counts[nomination] = (this.counts[nomination] ?? 0) + step;
  }

  /** Breadth first from jurors with time; true when a nomination that still needs a reading is reached. */
  private layer(): boolean {
    const { nominations, jurors, state, needed } = this.network;
    this.jurorLevel.fill(-1);
    this.nominationLevel.fill(-1);
    let front: number[] = [];
    for (let juror = 0; juror < jurors; juror++) {
      if ((this.loads[juror] ?? 0) >= (this.limits[juror] ?? 0)) continue;
      this.jurorLevel[juror] = 0;
      front.push(juror);
    }
    let found = false;
    for (let level = 0; front.length > 0 && !found; level++) {
      const next: number[] = [];
      for (const juror of front) {
        for (let nomination = 0; nomination < nominations; nomination++) {
          const at = nomination * jurors + juror;
          if (this.nominationLevel[nomination] !== -1 || state[at] !== FREE || this.given[at] !== 0) continue;
          this.nominationLevel[nomination] = level;
          if ((this.counts[nomination] ?? 0) < (needed[nomination] ?? 0)) found = true;
          else this.reachReaders(nomination, level + 1, next);
        }
      }
      front = next;
    }
    return found;
  }

  private reachReaders(nomination: number, level: number, next: number[]): void {
    const { jurors, state } = this.network;
    for (let juror = 0; juror < jurors; juror++) {
      const at = nomination * jurors + juror;
      if (this.given[at] !== 1 || state[at] !== FREE || this.jurorLevel[juror] !== -1) continue;
      this.jurorLevel[juror] = level;
      next.push(juror);
    }
  }

  /** Pushes one reading from a juror along the layers to a nomination in need. */
  private push(juror: number): boolean {
    const { nominations, jurors, state, needed } = this.network;
    const level = this.jurorLevel[juror] ?? -1;
    for (let n = this.nextNomination[juror] ?? 0; n < nominations; n++) {
      this.nextNomination[juror] = n;
      const at = n * jurors + juror;
      if (this.nominationLevel[n] !== level || state[at] !== FREE || this.given[at] !== 0) continue;
      if ((this.counts[n] ?? 0) < (needed[n] ?? 0)) {
        this.given[at] = 1;
        this.counts[n] = (this.counts[n] ?? 0) + 1;
        return true;
      }
      if (this.handOn(n, level + 1)) {
        this.given[at] = 1;
        return true;
      }
    }
    this.nextNomination[juror] = nominations;
    return false;
  }

  /** Takes the nomination from a reader who can read another instead. */
  private handOn(nomination: number, level: number): boolean {
    const { jurors, state } = this.network;
    for (let j = this.nextJuror[nomination] ?? 0; j < jurors; j++) {
      this.nextJuror[nomination] = j;
      const at = nomination * jurors + j;
      if (this.given[at] !== 1 || state[at] !== FREE || this.jurorLevel[j] !== level) continue;
      if (this.push(j)) {
        this.given[at] = 0;
        return true;
      }
    }
    this.nextJuror[nomination] = jurors;
    return false;
  }
}
