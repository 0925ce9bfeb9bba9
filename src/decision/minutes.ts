import type { Pdf } from '../platform/pdf/document.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** One thing that stands in the minutes. */
export type Entry =
  | { kind: 'present' | 'absent'; juror: string }
  | { kind: 'left'; juror: string; nomination: string }
  | { kind: 'vote'; nomination: string; votes: Votes };

export type Votes = { for: number; against: number; abstained: number };

/** What the minutes hold by now. */
export type Minutes = { entries: readonly Entry[]; jurors: readonly string[] };

/** The jurors that are entered as present. */
export function presentIn(entries: readonly Entry[]): Set<string> {
  return new Set(entries.flatMap((one) => (one.kind === 'present' ? [one.juror] : [])));
}

/** Whether a juror is entered as having left for a dossier. */
export function hasLeft(entries: readonly Entry[], juror: string, nomination: string): boolean {
  return entries.some((one) => one.kind === 'left' && one.juror === juror && one.nomination === nomination);
}

/** Says why a juror cannot have left for a dossier, or nothing: present, and the dossier ranked. */
export function whyNotLeft(
  { entries }: Minutes,
  ranked: ReadonlySet<string>,
  { juror, nomination }: { juror: string; nomination: string },
): Refusal | null {
  if (!ranked.has(nomination)) return refuse('decision.unranked');
  return presentIn(entries).has(juror) ? null : refuse('decision.absentJuror');
}

/** Says why these votes cannot be entered, or nothing: on a city moved by hand, by no more than may have voted. */
export function whyNotVote(
  { entries }: Minutes,
  moved: ReadonlySet<string>,
  nomination: string,
  votes: Votes,
): Refusal | null {
  if (!moved.has(nomination)) return refuse('decision.notMoved');
  const voters = [...presentIn(entries)].filter((juror) => !hasLeft(entries, juror, nomination)).length;
  const given = votes.for + votes.against + votes.abstained;
  return given > voters ? refuse('decision.moreVotes', { given, voters }) : null;
}

/** What printed minutes say, in the order of the page. */
export type MinutesSheet = {
  title: string;
  facts: readonly string[];
  sections: readonly { title: string; lines: readonly string[] }[];
  signatures: readonly string[];
};

const STEP = 1.45;

/** Lays out minutes on an open page that stands; goes on to further pages as needed. */
export function layMinutes(pdf: Pdf, { title, facts, sections, signatures }: MinutesSheet): void {
  const x = pdf.margin;
  const width = pdf.width - 2 * x;
  let y = x + 18;
  const room = (height: number) => {
    if (y + height <= pdf.height - x) return;
    pdf.nextPage();
    y = x + 18;
  };
  const write = (tag: 'H1' | 'H2' | 'P', text: string, style: { size: number; bold?: boolean }) => {
    const lines = pdf.linesOf(text, width, style);
    room(lines.length * style.size * STEP);
    y = pdf.lines(tag, lines, style, { x, y });
  };
  write('H1', title, { size: 22, bold: true });
  for (const fact of facts) write('P', fact, { size: 10.5 });
  for (const section of sections) {
    y += 14;
    // A heading never stands alone at the foot of a page.
    room(60);
    write('H2', section.title, { size: 13, bold: true });
    for (const text of section.lines) write('P', text, { size: 10.5 });
  }
  y += 60;
  room(20);
  for (const [at, text] of signatures.entries()) {
    const left = x + (at * width) / 2;
    pdf.ornament(() => pdf.rule(left, y - 14, left + width / 2 - 24));
    pdf.line('P', text, { size: 10 }, { x: left, y });
  }
}

/** Every text of minutes whose characters must have a glyph. */
export function minutesTexts({ title, facts, sections, signatures }: MinutesSheet): string[] {
  return [title, ...facts, ...sections.flatMap((one) => [one.title, ...one.lines]), ...signatures];
}
