import type { Pdf, Place } from '../platform/pdf/document.ts';

/*
 * The certificate of an awardee: one page on which the awardees of the year stand as one row of spines, its own lit.
 * Everything that it says comes in; the same sheet is the same bytes.
 */

/** What a certificate says, each text in its language already. */
export type CertificateSheet = {
  /** The award with its edition, and a mark at the right: a sample, or not announced yet. */
  award: string;
  mark: string | null;
  city: string;
  /** The name in the city's own language, where it is another. */
  local: { text: string; lang: string } | null;
  words: string;
  /** All awardees as they stand in the public list, and which of them is this one. */
  awardees: readonly string[];
  own: number;
  shelf: string;
  signatures: readonly string[];
  notes: readonly string[];
};

/** What draws the row: the outlines of up to 24 spines in a box, the ground at its foot. */
export type Spines = (
  states: readonly ('full' | 'lit')[],
  width: number,
  pitch: number,
  height: number,
) => { ground: number; spines: readonly { d: string }[] };

export type Paints = { ink: string; soft: string; act: string; lit: string; white: string };

// Points of an A4 page that lies: 92 px of the drawing are 69 pt.
const LEFT = 71;
const GROUND = 482;
const TALLEST = 205;
const LOWEST = 140;
/** The most spines that are drawn as one row. */
export const LONGEST_ROW = 24;

/** Every text of a certificate whose characters must have a glyph. */
export function textsOf(sheet: CertificateSheet): string[] {
  const { award, mark, city, local, words, awardees, signatures, notes } = sheet;
  return [...[award, mark ?? '', city, local?.text ?? '', words], ...[...awardees, ...signatures, ...notes]];
}

/** Lays out a certificate on an open page that lies. */
export function layCertificate(pdf: Pdf, sheet: CertificateSheet, spines: Spines, paints: Paints): void {
  const width = pdf.width - 2 * LEFT;
  pdf.line('P', sheet.award, { size: 16, bold: true, color: paints.ink }, { x: LEFT, y: 61 });
  if (sheet.mark !== null)
    pdf.lineTo('P', sheet.mark, { size: 10, color: paints.soft }, { x: LEFT + width, y: 61 });
  const named = layNames(pdf, sheet, width);
  const ends = layWords(pdf, sheet, { x: LEFT, y: named + 26 }, width);
  const height = Math.min(TALLEST, GROUND - ends - 14);
  pdf.figure(sheet.shelf, () => drawShelf(pdf, sheet, { spines, paints, width, height }));
  pdf.ornament(() => pdf.rule(0, GROUND, pdf.width, 1.5, paints.ink));
  layFoot(pdf, sheet, paints);
}

/** The city's name as large as it fits, its own name below; gives the baseline of the last line. */
function layNames(pdf: Pdf, { city, local }: CertificateSheet, width: number): number {
  const size = pdf.sizeFor(city, width, { most: 69, least: 40, bold: true });
  const style = { size, bold: true, leading: 1.1 };
  const first = 72 + size * 0.92;
  const next = pdf.lines('H1', pdf.linesOf(city, width, style), style, { x: LEFT, y: first });
  const last = next - size * 1.1;
  if (local === null) return last;
  const own = pdf.sizeFor(local.text, width, { most: 24, least: 10 });
  pdf.line('P', local.text, { size: own, lang: local.lang }, { x: LEFT, y: last + own * 1.5 });
  return last + own * 1.5;
}

/** The sentence, as large as leaves room for the row; gives where it ends. */
function layWords(pdf: Pdf, { words }: CertificateSheet, place: Place, width: number): number {
  const room = GROUND - LOWEST - place.y;
  for (let size = 15.5; ; size -= 0.5) {
    // A short sentence is read in shorter lines.
    const measure = size > 13 ? Math.min(width, 500) : width;
    const lines = pdf.linesOf(words, measure, { size });
    if (lines.length * size * 1.45 <= room || size <= 6) return pdf.lines('P', lines, { size }, place) - size;
  }
}

type Shelf = { spines: Spines; paints: Paints; width: number; height: number };

function drawShelf(pdf: Pdf, { awardees, own }: CertificateSheet, shelf: Shelf): void {
  const { spines, paints, width, height } = shelf;
  const pitch = Math.min(66, width / Math.max(1, awardees.length));
  for (let from = 0; from < awardees.length; from += LONGEST_ROW) {
    const names = awardees.slice(from, from + LONGEST_ROW);
    const states = names.map((_name, at) => (from + at === own ? 'lit' : 'full'));
    const row = spines(states, pitch * 0.89, pitch, height / 1.04);
    const corner = { x: LEFT + from * pitch, y: GROUND - row.ground };
    for (const [at, { d }] of row.spines.entries()) {
      const isOwn = states[at] === 'lit';
      if (isOwn) pdf.shape(d, corner, paints.lit, paints.ink);
      else pdf.shape(d, corner, paints.act);
      drawTitle(pdf, names[at] ?? '', { x: corner.x + at * pitch, pitch, height, isOwn, paints });
    }
  }
}

type Title = { x: number; pitch: number; height: number; isOwn: boolean; paints: Paints };

function drawTitle(pdf: Pdf, name: string, { x, pitch, height, isOwn, paints }: Title): void {
  const color = isOwn ? paints.ink : paints.white;
  // The lowest spine is 60 of 100 high, its roof takes some of that.
  const most = Math.min(12.5, pitch * 0.4);
  const size = pdf.sizeFor(name, height * (isOwn ? 0.85 : 0.55) - 20, { most, least: 5.5, bold: isOwn });
  pdf.rule(x + pitch * 0.055, GROUND - 9, x + pitch * 0.945, 1, color);
  pdf.upward(name, { size, bold: isOwn, color }, { x: x + pitch / 2 + size * 0.35, y: GROUND - 17 });
}

function layFoot(pdf: Pdf, { signatures, notes }: CertificateSheet, { ink, soft }: Paints): void {
  for (const [at, text] of signatures.entries()) {
    const x = LEFT + at * 229;
    pdf.ornament(() => pdf.rule(x, 542, x + 193, 0.75, ink));
    pdf.line('P', text, { size: 10, color: soft }, { x, y: 557 });
  }
  const small = { size: 10, color: soft };
  const lines = notes.flatMap((note) => pdf.linesOf(note, pdf.width - 24 - 530, small));
  pdf.lines('P', lines, small, { x: 530, y: 540 - Math.max(0, lines.length - 3) * 14.5 });
}
