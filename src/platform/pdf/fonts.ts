import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Script, scriptRuns } from './script-runs.ts';

const { resolve } = createRequire(import.meta.url);

/** The files of Noto Sans by script; a font belongs to its package, so that the bytes of a PDF hang on no machine. */
const GOOGLE: Partial<Record<Script, readonly [pkg: string, name: string]>> = {
  Latin: ['noto-sans', 'NotoSans'],
  Arabic: ['noto-sans-arabic', 'NotoSansArabic'],
  Hebrew: ['noto-sans-hebrew', 'NotoSansHebrew'],
  Thai: ['noto-sans-thai', 'NotoSansThai'],
  Ethiopic: ['noto-sans-ethiopic', 'NotoSansEthiopic'],
  Georgian: ['noto-sans-georgian', 'NotoSansGeorgian'],
};

const files = new Map<string, string>();

/** The font file of a script in one of two weights. */
export function fontFile(script: Script, bold = false): string {
  const key = `${script} ${bold}`;
  const file = files.get(key) ?? findFile(script, bold);
  files.set(key, file);
  return file;
}

function findFile(script: Script, bold: boolean): string {
  const google = GOOGLE[script];
  if (google) {
    const [pkg, name] = google;
    const weight = bold ? '700Bold' : '400Regular';
    return resolve(`@expo-google-fonts/${pkg}/${weight}/${name}_${weight}.ttf`);
  }
  const weight = bold ? 'Bold' : 'Regular';
  return script === 'Hangul'
    ? besideMain('@embedpdf/fonts-kr', `NotoSansKR-${weight}.otf`)
    : besideMain('@embedpdf/fonts-sc', `NotoSansHans-${weight}.otf`);
}

/** These packages name only their list of files to the outside; the files lie in the folder next to it. */
function besideMain(pkg: string, file: string): string {
  return join(dirname(resolve(pkg)), '..', 'fonts', file);
}

type Covers = (codePoint: number) => boolean;
const opened = new Map<Script, Promise<Covers>>();

function coverageOf(script: Script): Promise<Covers> {
  const known = opened.get(script) ?? openCoverage(script);
  opened.set(script, known);
  return known;
}

async function openCoverage(script: Script): Promise<Covers> {
  const { default: PDFDocument } = await import('pdfkit');
  const probe = new PDFDocument().font(fontFile(script));
  // pdfkit prints a box where a glyph is missing and never says so; its font does.
  const { font } = (
    probe as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } }
  )._font;
  return (codePoint) => font.hasGlyphForCodePoint(codePoint);
}

/** The characters of these texts that no font of ours has, each once, in their order; a line break needs no glyph. */
export async function missingGlyphs(texts: readonly string[]): Promise<string[]> {
  const missing = new Set<string>();
  for (const { script, text } of texts.flatMap((one) => scriptRuns(one.replaceAll('\n', '')))) {
    const covers = await coverageOf(script);
    for (const character of text) if (!covers(character.codePointAt(0) ?? 0)) missing.add(character);
  }
  return [...missing];
}
