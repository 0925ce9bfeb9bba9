/**
 * Expected refusals are values; faults are throws. A refusal's code is `room.reason`, which is also the key of
 * its sentence in the catalogue and the name of its test.
 */
export type Facts = Readonly<Record<string, string | number | Date>>;

export type Refusal = { readonly refused: true; readonly code: string; readonly facts: Facts };

/** Makes the refusal with this code; the facts fill its sentence in the catalogue. */
export function refuse(code: string, facts: Facts = {}): Refusal {
  return { refused: true, code, facts };
}

/** Tells a refusal from every other value. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true;
}

/** States what was believed; a throw here is a fault of ours and never of the reader. */
export function assert(belief: unknown, what: string): asserts belief {
  if (!belief) throw new Error(`Believed and not so: ${what}`);
}

/** Ends a switch over kinds, so that a kind added later fails to compile where it is forgotten. */
export function exhaustive(kind: never): never {
  throw new Error(`A kind that nothing handles: ${String(kind)}`);
}
