import type { SolutionFile } from './command.ts';

/** A juror's place on the circle, and where the number beside it stands. */
export type Node = {
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly labelX: number;
  readonly labelY: number;
};

/** A link between two jurors, wider the more dossiers they share. */
export type Line = { readonly d: string; readonly width: number };

export type JuryGraph = {
  readonly size: number;
  readonly nodes: readonly Node[];
  readonly lines: readonly Line[];
};

const SIZE = 354;
const RADIUS = 145;
const WIDEST = 4;
/** More lines than this are a black disc: then only the weaker links are left out of the drawing. */
const MOST_LINES = 600;

/** How many dossiers each two jurors share, in the order of the given ids; the diagonal is each juror's load. */
export function sharedTable(jurors: readonly string[], pairs: SolutionFile['assignments']): number[][] {
  const placeOf = new Map(jurors.map((id, at) => [id, at]));
  const table = jurors.map(() => jurors.map(() => 0));
  const juries = new Map<string, number[]>();
  for (const [juror, nomination] of pairs) {
    const place = placeOf.get(juror);
    if (place !== undefined) juries.set(nomination, [...(juries.get(nomination) ?? []), place]);
  }
  for (const jury of juries.values()) {
    for (const a of jury) for (const b of jury) table[a]?.splice(b, 1, (table[a]?.[b] ?? 0) + 1);
  }
  return table;
}

/** Lays the jurors on a circle, numbered from the top clockwise, and draws a line for each two who share dossiers. */
export function juryGraph(table: readonly (readonly number[])[]): JuryGraph {
  const count = table.length;
  const round = (value: number) => Math.round(value * 10) / 10;
  const at = (place: number, radius: number) => {
    const turn = (2 * Math.PI * place) / Math.max(count, 1) - Math.PI / 2;
    return { x: round(SIZE / 2 + radius * Math.cos(turn)), y: round(SIZE / 2 + radius * Math.sin(turn)) };
  };
  const nodes = table.map((_, place) => {
    const { x: labelX, y: labelY } = at(place, RADIUS + 18);
    return { number: place + 1, ...at(place, RADIUS), labelX, labelY: round(labelY + 4) };
  });
  const links = table.flatMap((row, a) =>
    row.flatMap((shared, b) => (a < b && shared > 0 ? [{ a, b, shared }] : [])),
  );
  const most = Math.max(1, ...links.map(({ shared }) => shared));
  const drawn = links.sort((one, other) => other.shared - one.shared).slice(0, MOST_LINES);
  const lines = drawn.map(({ a, b, shared }) => ({
    d: `M${nodes[a]?.x} ${nodes[a]?.y}L${nodes[b]?.x} ${nodes[b]?.y}`,
    width: round(0.5 + ((WIDEST - 0.5) * shared) / most),
  }));
  return { size: SIZE, nodes, lines };
}
