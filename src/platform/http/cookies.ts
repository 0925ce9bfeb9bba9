import type { Request, Response } from 'express';
import type { Cookies } from './route.ts';

/** Reads one cookie of the request. */
function readCookie(req: Request, name: string): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** Names of our cookies: with the prefix that binds them to one host over TLS in production. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** Sets a cookie for this site alone, not readable by scripts. */
function setCookie(res: Response, name: string, value: string, secure: boolean, maxAgeMs?: number): void {
  res.cookie(cookieName(name, secure), value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    ...(maxAgeMs === undefined ? {} : { maxAge: maxAgeMs }),
  });
}

/** Takes a cookie back. */
function clearCookie(res: Response, name: string, secure: boolean): void {
  res.clearCookie(cookieName(name, secure), { httpOnly: true, sameSite: 'lax', path: '/', secure });
}

/** The cookies of one request, under the names that its security asks for. */
export function cookiesOf(req: Request, res: Response, secure: boolean): Cookies {
  return {
    read: (name) => readCookie(req, cookieName(name, secure)),
    set: (name, value, maxAgeMs) => setCookie(res, name, value, secure, maxAgeMs),
    clear: (name) => clearCookie(res, name, secure),
  };
}
