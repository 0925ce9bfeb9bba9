/** A program's leave to read an edition: which parts, and until when. */
import type { Instant } from '../platform/clock.ts';

export const API_SCOPES = ['public', 'progress', 'results'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** For how many days a token is made. */
export const TOKEN_DAYS = [30, 90, 365] as const;

/** What every token begins with, so that one that leaked is recognised. */
export const TOKEN_PREFIX = 'lca_';

export type TokenState = 'live' | 'ended' | 'expired';

/** Whether a token may still be shown: not ended by somebody, and not past its last instant. */
export function tokenState(token: { endsAt: Instant; endedAt: Instant | null }, at: Instant): TokenState {
  if (token.endedAt !== null) return 'ended';
  return at < token.endsAt ? 'live' : 'expired';
}

/** The token of an Authorization header; null where it holds none of ours. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer (lca_[A-Za-z0-9_-]{43})$/i.exec(header ?? '')?.[1] ?? null;
}
