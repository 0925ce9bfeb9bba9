/**
 * Marks in the texts that the office writes itself: `{city}` and the like, from a closed list. They are replaced by plain
 * text in one pass. Nothing is compiled, so that neither the office nor a name can bring in more.
 */

/** The marks in a text that are not on the list: an unknown name, or a brace that stands alone. */
export function unknownMarks(text: string, known: readonly string[]): string[] {
  const listed = new Set(known.map((one) => `{${one}}`));
  return [...text.matchAll(/\{[^{}\n]*\}|[{}]/g)].map(([mark]) => mark).filter((mark) => !listed.has(mark));
}

/** A text with its marks replaced; what a value holds is never read as a mark again, and an unknown mark stays. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (mark, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? mark) : mark,
  );
}
