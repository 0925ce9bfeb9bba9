import type { z } from 'zod';
import type { Facts } from '../platform/result.ts';

/** What is wrong with a file, where exactly, and the catalogue key of the sentence that says so. */
export type FileFault = { path: string; code: string; facts: Facts };

/** A path as programmers write it. */
export function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (written, step) =>
      typeof step === 'number'
        ? `${written}[${step}]`
        : written === ''
          ? String(step)
          : `${written}.${String(step)}`,
    '',
  );
}

/** The faults that one zod issue stands for, each at its exact path; the issue must bear its input. */
export function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): FileFault[] {
  const path = [...above, ...issue.path];
  const fault = (code: string, facts: Facts = {}): FileFault[] => [{ path: writePath(path), code, facts }];
  const named = /^editions\.fault\.[a-zA-Z]+$/.test(issue.message);
  if (named) return fault(issue.message, issue.code === 'custom' ? ((issue.params ?? {}) as Facts) : {});
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: writePath([...path, key]),
        code: 'editions.fault.unknown',
        facts: {},
      }));
    case 'invalid_type':
      return 'input' in issue && issue.input !== undefined
        ? fault('editions.fault.type', { expected: issue.expected, found: kindOf(issue.input) })
        : fault('editions.fault.missing');
    case 'invalid_value':
      return fault('editions.fault.choice', { choices: issue.values.map(String).join(', ') });
    case 'too_small':
      return fault('editions.fault.tooSmall', { kind: issue.origin, limit: Number(issue.minimum) });
    case 'too_big':
      return fault('editions.fault.tooBig', { kind: issue.origin, limit: Number(issue.maximum) });
    case 'invalid_format':
      return fault(issue.format === 'date' ? 'editions.fault.date' : 'editions.fault.shape');
    case 'invalid_union':
      return unionFaults(issue, path);
    default:
      return fault('editions.fault.shape');
  }
}

function unionFaults(issue: z.core.$ZodIssueInvalidUnion, path: PropertyKey[]): FileFault[] {
  const options = (issue as { options?: unknown[] }).options;
  if (options !== undefined) {
    const facts = { choices: options.map(String).join(', ') };
    return [{ path: writePath(path), code: 'editions.fault.choice', facts }];
  }
  // Of several shapes, the one that was meant is the one whose faults lie deepest.
  const deepest = [...issue.errors].sort((one, other) => depthOf(other) - depthOf(one))[0];
  if (deepest === undefined || depthOf(deepest) === 0) {
    return [{ path: writePath(path), code: 'editions.fault.shape', facts: {} }];
  }
  return deepest.flatMap((inner) => faultsOf(inner, path));
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** The fault of a text that is no JSON, with line and column where the reader of JSON names a place. */
export function jsonFault(text: string, message: string): FileFault {
  const at = /position (\d+)/.exec(message)?.[1];
  const before = at === undefined ? text : text.slice(0, Number(at));
  const lines = before.split('\n');
  const facts = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { path: '', code: 'editions.fault.json', facts };
}
