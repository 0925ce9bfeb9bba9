/** Score files of any size for measuring, the same text for the same seed. */
export type ScoreSet = {
  name: string;
  nominations: number;
  jurors: number;
  criteria: number;
  /** Scorecards in all; each is one nomination read by one juror. */
  cards: number;
  seed: number;
};

/** A full panel of the largest award that is planned for. */
export const LARGE: ScoreSet = {
  name: '2,000 nominations, 300 jurors, 10 criteria, 10,000 scorecards',
  nominations: 2_000,
  jurors: 300,
  criteria: 10,
  cards: 10_000,
  seed: 1,
};

/** As large as the ratings of lecturers by students that lme4 is known by: sparse, many jurors, few cards each. */
export const SPARSE: ScoreSet = {
  name: '1,128 nominations, 2,972 jurors, 73,421 scores',
  nominations: 1_128,
  jurors: 2_972,
  criteria: 1,
  cards: 73_421,
  seed: 2,
};

/** The CSV of a set: levels 0 to 4 from a quality, a severity and chance, each pair of juror and nomination once. */
export function scoreCsv({ nominations, jurors, criteria, cards, seed }: ScoreSet): string {
  const draw = generator(seed);
  const quality = Array.from({ length: nominations }, () => 1 + 2 * draw());
  const severity = Array.from({ length: jurors }, () => draw() - 0.5);
  const lines = ['nomination,juror,criterion,score'];
  const seen = new Set<number>();
  for (let card = 0; card < cards; ) {
    const nomination = card < nominations ? card : Math.floor(draw() * nominations);
    const juror = card < jurors ? card : Math.floor(draw() * jurors);
    const pair = nomination * jurors + juror;
    if (seen.has(pair)) continue;
    seen.add(pair);
    card += 1;
    const middle = (quality[nomination] ?? 0) + (severity[juror] ?? 0);
    for (let criterion = 0; criterion < criteria; criterion += 1) {
      const level = Math.max(0, Math.min(4, Math.round(middle + 2 * (draw() - 0.5))));
      lines.push(`N${nomination},J${juror},C${criterion},${level}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
