import { type Fault, Faults, kindOf } from '../assignment/fault.ts';
import { parseDecimal } from '../platform/exact/decimal.ts';
import { type Fraction, fraction } from '../platform/exact/fraction.ts';
import type { Certificate, Price, ProofTree } from './certificate.ts';
import type { Claim } from './check-selection.ts';

/** What a printed result claims: a selection with its certificate, or that none exists with its proof. */
export type ClaimOnFile =
  | { status: 'optimal'; claim: Claim }
  | { status: 'infeasible'; cause: { rules: string[]; proof: ProofTree | null } };

/** A tree deeper than this is none that the search wrote, and would exhaust the stack of its reader. */
const DEEPEST_TREE = 2_000;

/** Reads a result as the command prints it, trusting nothing in it: the claim, or the faults of its shape. */
export function readClaim(data: unknown): ClaimOnFile | { faults: readonly Fault[] } {
  const faults = new Faults();
  const file = faults.object(data, '$');
  const claim = file && (file.status === 'infeasible' ? readCause(faults, file) : readOptimal(faults, file));
  return claim && faults.all.length === 0 ? claim : { faults: faults.all };
}

function readCause(faults: Faults, file: Record<string, unknown>): ClaimOnFile | null {
  const cause = faults.object(file.cause, 'cause');
  if (!cause) return null;
  const rules = readIds(faults, cause.rules, 'cause.rules');
  const proof = cause.proof === null ? null : readTree(faults, cause.proof, 'cause.proof', 0);
  return rules && { status: 'infeasible', cause: { rules, proof } };
}

function readOptimal(faults: Faults, file: Record<string, unknown>): ClaimOnFile | null {
  if (file.status !== 'optimal') {
    return faults.say(
      'status',
      'wrongType',
      `Only "optimal" and "infeasible" can be checked, found ${kindOf(file.status)}.`,
    );
  }
  const field = file.winners === null ? 'oneOptimum' : 'winners';
  const chosen = readIds(faults, file[field], field);
  const total = readFigure(faults, file.total, 'total');
  const second =
    file.secondBestTotal === null ? null : readFigure(faults, file.secondBestTotal, 'secondBestTotal');
  const certificate = readCertificate(faults, file.certificate);
  const { unique } = file;
  if (typeof unique !== 'boolean') return faults.say('unique', 'wrongType', 'unique is true or false.');
  if (!chosen || !total || !certificate) return null;
  return { status: 'optimal', claim: { total, chosen, unique, secondBestTotal: second, certificate } };
}

function readIds(faults: Faults, value: unknown, path: string): string[] | null {
  const list = faults.list(value, path);
  return list?.flatMap((entry, at) => faults.id(entry, `${path}[${at}]`) ?? []) ?? null;
}

function readFigure(faults: Faults, value: unknown, path: string): Fraction | null {
  const figure = typeof value === 'string' ? figureOf(value) : null;
  return figure ?? faults.say(path, 'wrongType', `Expected "12.5" or "25/2", found ${kindOf(value)}.`);
}

/** The value of a printed figure: a decimal, or "num/den"; null where the text is neither. */
export function figureOf(text: string): Fraction | null {
  const [num = '', den] = text.split('/');
  if (den === undefined) return parseDecimal(num, Number.POSITIVE_INFINITY);
  return /^-?\d+$/.test(num) && /^[1-9]\d*$/.test(den) ? fraction(BigInt(num), BigInt(den)) : null;
}

function readCertificate(faults: Faults, value: unknown): Certificate | null {
  const path = 'certificate';
  const item = faults.object(value, path);
  if (!item) return null;
  const size = item.size === null ? null : faults.object(item.size, `${path}.size`);
  const winners = size ? (faults.whole(size.winners, `${path}.size.winners`, 0) ?? 0) : 0;
  switch (item.kind) {
    case 'swaps':
      return {
        kind: 'swaps',
        swaps: Number(item.swaps),
        size: size && { winners, additions: Number(size.additions) },
      };
    case 'duals': {
      const prices = readPrices(faults, item.prices, `${path}.prices`);
      const sizePrices = size ? readPrices(faults, size.prices, `${path}.size.prices`) : [];
      if (!prices || !sizePrices) return null;
      return {
        kind: 'duals',
        bound: String(item.bound),
        prices,
        size: size && { winners, prices: sizePrices },
      };
    }
    case 'bound':
      return readBound(faults, item, size && { ...size, winners });
    default:
      return faults.say(`${path}.kind`, 'wrongType', 'The kind is "swaps", "duals" or "bound".');
  }
}

type Bound = Extract<Certificate, { kind: 'bound' }>;

function readBound(
  faults: Faults,
  item: Record<string, unknown>,
  size: (Record<string, unknown> & { winners: number }) | null,
): Bound | null {
  const tree = readTree(faults, item.tree, 'certificate.tree', 0);
  const isWritten = size !== null && size.tree !== null;
  const sizeTree = isWritten ? readTree(faults, size.tree, 'certificate.size.tree', 0) : null;
  const { restsOn } = item;
  if (restsOn !== 'cases' && restsOn !== 'solver') {
    return faults.say('certificate.restsOn', 'wrongType', 'It rests on "cases" or on the "solver".');
  }
  if (!tree) return null;
  return {
    kind: 'bound',
    relaxation: String(item.relaxation),
    value: String(item.value),
    gap: String(item.gap),
    restsOn,
    leaves: Number(item.leaves),
    tree,
    size: size && { winners: size.winners, tree: sizeTree },
  };
}

function readPrices(faults: Faults, value: unknown, path: string): Price[] | null {
  const list = faults.list(value, path);
  const prices = list?.flatMap((entry, at) => {
    const item = faults.object(entry, `${path}[${at}]`);
    const rule = item && faults.id(item.rule, `${path}[${at}].rule`);
    const price = item && faults.id(item.price, `${path}[${at}].price`);
    return rule && price ? [{ rule, price }] : [];
  });
  return prices ?? null;
}

function readTree(faults: Faults, value: unknown, path: string, depth: number): ProofTree | null {
  if (depth > DEEPEST_TREE)
    return faults.say(path, 'tooLarge', `The tree is deeper than ${DEEPEST_TREE} cases.`);
  const item = faults.object(value, path);
  if (!item) return null;
  if (item.on === undefined) {
    const prices = readPrices(faults, item.prices, `${path}.prices`);
    return prices && { prices, clash: item.clash === true };
  }
  const on = faults.id(item.on, `${path}.on`);
  const inside = readTree(faults, item.in, `${path}.in`, depth + 1);
  const outside = readTree(faults, item.out, `${path}.out`, depth + 1);
  return on !== null && inside && outside ? { on, in: inside, out: outside } : null;
}
