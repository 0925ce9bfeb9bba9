import type { Call } from '../platform/http/route.ts';
import type { LineFault } from './csv.ts';

const MOST_FAULTS = 100;

/** The faults of a CSV as a page shows them: how many there are, and the sentences of the first hundred. */
export function faultsShown(call: Call, faults: readonly LineFault[]) {
  return {
    faultCount: faults.length,
    faults: faults.slice(0, MOST_FAULTS).map(({ line, field, code, facts }) => ({
      line,
      field,
      text: call.t(code, facts),
    })),
  };
}
