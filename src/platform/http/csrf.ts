import type { Request } from 'express';

/**
 * Cross-site writes are refused without a token and before the body is read: the browser says in Sec-Fetch-Site
 * where the request comes from; an older one says its Origin.
 */
export function whyCrossSite(
  req: Request,
  ownOrigins: readonly string[],
  hasSession: boolean,
): string | null {
  if (req.method === 'GET' || req.method === 'HEAD') return null;
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? null : `sec-fetch-site ${site}`;
  const origin = req.get('origin');
  if (origin !== undefined) return ownOrigins.includes(origin) ? null : `origin ${origin}`;
  return hasSession ? 'neither sec-fetch-site nor origin' : null;
}
