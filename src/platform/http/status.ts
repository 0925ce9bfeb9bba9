import type { Refusal } from '../result.ts';

/** The status of a refusal by its reason, the part of its code after the room; everything else is a conflict. */
const STATUS: Readonly<Record<string, number>> = {
  missing: 404,
  forbidden: 403,
  conflict: 403,
  unsigned: 403,
  expired: 410,
  locked: 423,
  tooLarge: 413,
  tooMany: 429,
  'factor.tooMany': 429,
  'factor.wrongCode': 422,
  kind: 422,
  incomplete: 422,
  reason: 422,
};

/** The HTTP status of a refusal. */
export function statusOf(refusal: Refusal): number {
  const reason = refusal.code.slice(refusal.code.indexOf('.') + 1);
  return STATUS[reason] ?? 409;
}
