/** Codes of an authenticator app: six digits for each half minute (RFC 6238, HMAC-SHA-1, as every app knows them). */
import { Secret, TOTP } from 'otpauth';
import { encode } from 'uqr';
import type { Instant } from '../platform/clock.ts';

const STEP_MS = 30_000;

function totpOf(secret: string, issuer = '', label = ''): TOTP {
  return new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    secret: Secret.fromBase32(secret),
  });
}

/** Secret bytes as the text that a person can type: base 32. */
export function secretText(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

/** The address that an app reads from the QR code. */
export function appAddress(secret: string, issuer: string, label: string): string {
  return totpOf(secret, issuer, label).toString();
}

/** The code of an instant. */
export function codeAt(secret: string, at: Instant): string {
  return totpOf(secret).generate({ timestamp: at });
}

/**
 * The half minute to which this code belongs, or null where it is wrong or was used: the present one and its two
 * neighbours count, so that a clock may be half a minute off, and none up to the last one used counts again.
 */
export function stepOfCode(
  secret: string,
  code: string,
  at: Instant,
  lastStep: number | null,
): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: at, window: 1 });
  if (delta === null) return null;
  const step = Math.floor(at / STEP_MS) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

/** A QR code as the path of an SVG with a quiet border of four modules, and its side in modules. */
export function qrPath(text: string): { side: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return { side: size, path };
}
