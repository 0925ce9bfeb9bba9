/** How each check ended; `note` says what could not be checked, `text` what was found where it failed. */
export type CheckOutcome = {
  name: string;
  state: 'ok' | 'partly' | 'failed' | 'notReached';
  note?: string;
  text?: string;
};
export type Verified = {
  ok: boolean;
  failed: { name: string; text: string } | null;
  checks: CheckOutcome[];
  about: {
    edition: string | undefined;
    tier: string | undefined;
    record: string | undefined;
    key: string | undefined;
    awardees: { city: string; country: string }[];
  };
};
export declare const CHECK_NAMES: string[];
export declare function verifyPackage(
  bytes: Uint8Array,
  options?: { key?: string | null },
): Promise<Verified>;
export declare function inWords(
  verified: Verified,
  lang?: 'en' | 'fr' | 'es',
): { outcome: string; about: string; lines: { state: string; text: string }[] };
export declare function main(args: readonly string[], print?: (line: string) => void): Promise<number>;
