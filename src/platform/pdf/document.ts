import type { Instant } from '../clock.ts';
import { fontFile } from './fonts.ts';
import { type Run, scriptRuns, visualRuns } from './script-runs.ts';

type Doc = InstanceType<typeof import('pdfkit')>;

/** Colours of the look that stand on paper. */
export const INK = '#171c33';
export const SOFT = '#515873';
export const ACT = '#2a3990';
export const LIT = '#f2b01e';
export const WHITE = '#ffffff';

/** The tags of the structure that readers of a PDF hear. */
export type Tag = 'H1' | 'H2' | 'P';

/** `lang` where the text is of another language than the document; `leading` is the step of lines against the size. */
export type Style = { size: number; bold?: boolean; color?: string; lang?: string; leading?: number };
/** A place: left edge and baseline, in points from the upper left corner. */
export type Place = { x: number; y: number };

export type PdfFacts = {
  lang: string;
  title: string;
  /** The instant that the document bears as its making: the same facts are the same bytes. */
  at: Instant;
  landscape?: boolean;
  margin?: number;
};

/** Hebrew and Arabic are shaped as one run, spaces included: word by word their order would be lost. */
const RIGHT_TO_LEFT = ['rlig', 'calt', 'liga', 'init', 'medi', 'fina', 'isol', 'mark', 'mkmk'] as const;
const MIRRORED: Record<string, string> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' };
const LEADING = 1.45;

/** A tagged A4 document. Rooms lay out; this knows fonts by script, the structure, and that nothing depends on the day. */
export class Pdf {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  private readonly doc: Doc;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly chunks: Buffer[] = [];
  private readonly ended: Promise<void>;

  constructor(doc: Doc, margin: number) {
    this.doc = doc;
    this.margin = margin;
    this.width = doc.page.width;
    this.height = doc.page.height;
    this.ended = new Promise((resolve, reject) => {
      doc.on('data', (chunk: Buffer) => this.chunks.push(chunk));
      doc.on('end', resolve);
      doc.on('error', reject);
    });
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
  }

  /** The width of a text on one line. */
  widthOf(text: string, style: Style): number {
    return visualRuns(text).reduce((sum, run) => sum + this.widthOfRun(run, style), 0);
  }

  /** The largest size, in half points from `most` down to `least`, at which a text fits the width. */
  sizeFor(text: string, width: number, style: { most: number; least: number; bold?: boolean }): number {
    const { most, least, bold = false } = style;
    const whole = this.widthOf(text, { size: most, bold });
    const fitting = whole <= width ? most : Math.floor(((most * width) / whole) * 2) / 2;
    return Math.max(least, fitting);
  }

  /** Breaks a text at its spaces into lines of at most this width; a word that is wider has its own line. */
  linesOf(text: string, width: number, style: Style): string[] {
    return text.split(/\n+/).flatMap((paragraph) => {
      const lines: string[] = [];
      for (const word of paragraph.split(/ +/).filter(Boolean)) {
        const last = lines.at(-1);
        const longer = last === undefined ? word : `${last} ${word}`;
        if (last !== undefined && this.widthOf(longer, style) <= width) lines[lines.length - 1] = longer;
        else lines.push(word);
      }
      return lines;
    });
  }

  /** Writes an element of one line. */
  line(tag: Tag, text: string, style: Style, place: Place): void {
    this.element(tag, text, style, () => this.put(text, style, place));
  }

  /** Writes an element that ends at this right edge. */
  lineTo(tag: Tag, text: string, style: Style, right: Place): void {
    this.line(tag, text, style, { ...right, x: right.x - this.widthOf(text, style) });
  }

  /** Writes an element of several lines, the first on the baseline given; returns the baseline of the next. */
  lines(tag: Tag, lines: readonly string[], style: Style, { x, y }: Place): number {
    const step = style.size * (style.leading ?? LEADING);
    this.element(tag, lines.join(' '), style, () => {
      for (const [index, line] of lines.entries()) this.put(line, style, { x, y: y + index * step });
    });
    return y + lines.length * step;
  }

  /** Draws a figure whose words are said by its text; what `draw` writes is part of the picture. */
  figure(alt: string, draw: () => void): void {
    this.root.add(this.doc.struct('Figure', { alt }, draw));
  }

  /** Draws what says nothing: rules and grounds. */
  ornament(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  /** Fills an outline, given as an SVG path from this corner; with a line around it where one is named. */
  shape(path: string, corner: Place, fill: string, outline?: string): void {
    this.doc.save().translate(corner.x, corner.y).path(path);
    if (outline === undefined) this.doc.fill(fill);
    else this.doc.lineWidth(1).fillAndStroke(fill, outline);
    this.doc.restore();
  }

  /** Draws a straight line from one place to another of the same height. */
  rule(x: number, y: number, to: number, weight = 0.75, color = INK): void {
    this.doc.lineWidth(weight).moveTo(x, y).lineTo(to, y).stroke(color);
  }

  /** Writes a text from below upward; only inside a figure. */
  upward(text: string, style: Style, place: Place): void {
    this.doc.save().rotate(-90, { origin: [place.x, place.y] });
    this.put(text, style, place);
    this.doc.restore();
  }

  /** Goes on to a new page of the same size. */
  nextPage(): void {
    this.doc.addPage();
  }

  /** Ends the document and gives its bytes. */
  async bytes(): Promise<Buffer> {
    this.root.end();
    this.doc.end();
    await this.ended;
    return Buffer.concat(this.chunks);
  }

  private element(tag: Tag, text: string, { lang }: Style, draw: () => void): void {
    // Shapes of joined letters are shared between letters: what was written is said beside them, to be read aloud.
    const actual = scriptRuns(text).some(({ rtl }) => rtl) ? { actual: text } : {};
    this.root.add(this.doc.struct(tag, { ...actual, ...(lang === undefined ? {} : { lang }) }, draw));
  }

  private put(text: string, style: Style, { x, y }: Place): void {
    let left = x;
    for (const run of visualRuns(text)) {
      this.putRun(run, style, { x: left, y });
      left += this.widthOfRun(run, style);
    }
  }

  private putRun(run: Run, style: Style, { x, y }: Place): void {
    const doc = this.use(run, style);
    doc.fillColor(style.color ?? INK);
    doc.text(run.rtl ? mirrored(run.text) : run.text, x, y, {
      lineBreak: false,
      baseline: 'alphabetic',
      ...(run.rtl ? { features: [...RIGHT_TO_LEFT] } : {}),
    });
  }

  private widthOfRun(run: Run, style: Style): number {
    const doc = this.use(run, style);
    return run.rtl
      ? doc.widthOfString(mirrored(run.text), { features: [...RIGHT_TO_LEFT] })
      : doc.widthOfString(run.text);
  }

  private use({ script }: Run, { size, bold = false }: Style): Doc {
    return this.doc.font(fontFile(script, bold)).fontSize(size);
  }
}

const mirrored = (text: string) => [...text].map((one) => MIRRORED[one] ?? one).join('');

/** Opens a tagged document; pdfkit and its fonts are read when the first one is asked for. */
export async function openPdf({ lang, title, at, landscape = false, margin = 72 }: PdfFacts): Promise<Pdf> {
  const { default: PDFDocument } = await import('pdfkit');
  const when = new Date(at);
  const doc = new PDFDocument({
    size: 'A4',
    layout: landscape ? 'landscape' : 'portrait',
    // Text is placed line by line; margins would only make pdfkit begin pages of its own.
    margin: 0,
    tagged: true,
    pdfVersion: '1.7',
    lang,
    displayTitle: true,
    info: { Title: title, CreationDate: when, ModDate: when },
  });
  return new Pdf(doc, margin);
}
