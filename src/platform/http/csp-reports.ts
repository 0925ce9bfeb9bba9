import type { Request, Response } from 'express';
import { z } from 'zod';
import { MINUTE } from '../clock.ts';
import type { Service } from '../service.ts';
import { BodyError, readText } from './body.ts';

/** Where browsers send what the content security policy kept from running. */
export const CSP_REPORTS = '/csp-reports';

const MOST_BYTES = 16_000;
const MOST_A_MINUTE = 60;
const MOST_TOLD = 20;

/** The two forms in which browsers tell it: one report by itself, or a list of them. */
const REPORTS = z.union([
  z
    .object({ 'csp-report': z.object({ 'violated-directive': z.string(), 'blocked-uri': z.string() }) })
    .transform(({ 'csp-report': one }) => [[one['violated-directive'], one['blocked-uri']] as const]),
  z
    .array(z.object({ body: z.object({ effectiveDirective: z.string(), blockedURL: z.string() }) }))
    .max(MOST_TOLD)
    .transform((all) => all.map(({ body }) => [body.effectiveDirective, body.blockedURL] as const)),
]);

/**
 * Takes such reports: bounded in size and number, and of each only which directive stopped what kind of thing from
 * which host. The page on which it happened is not written down: its address may hold what signs a person in.
 */
export function takeCspReports(service: Service) {
  let window = { since: Number.NEGATIVE_INFINITY, count: 0 };
  return async (req: Request, res: Response): Promise<void> => {
    const at = service.clock.now();
    if (at - window.since >= MINUTE) window = { since: at, count: 0 };
    window.count += 1;
    const status = window.count > MOST_A_MINUTE ? 429 : await logReports(service, req);
    // What is over the limit is not read; the connection cannot be used again.
    if (status >= 400) res.set('Connection', 'close');
    res.status(status).end();
  };
}

async function logReports({ log }: Service, req: Request): Promise<number> {
  try {
    const reports = REPORTS.parse(JSON.parse(await readText(req, MOST_BYTES)));
    for (const [directive, blocked] of reports) {
      log.warn({ directive: directiveOf(directive), blocked: kindOf(blocked) }, 'stopped by the policy');
    }
    return 204;
  } catch (fault) {
    if (fault instanceof BodyError) return fault.status;
    if (fault instanceof SyntaxError || fault instanceof z.ZodError) return 400;
    throw fault;
  }
}

const directiveOf = (text: string) => /^[a-z-]{3,30}/.exec(text)?.[0] ?? 'unknown';

function kindOf(blocked: string): string {
  if (/^(inline|eval|wasm-eval|data|blob|self)$/.test(blocked)) return blocked;
  return URL.canParse(blocked) ? new URL(blocked).host.slice(0, 100) || new URL(blocked).protocol : 'unknown';
}
