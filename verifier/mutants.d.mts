export type Mutant = {
  name: string;
  /** The check that must name it. */
  check: string;
  tier: 'public' | 'sealed';
  change: (zip: Uint8Array) => Promise<Uint8Array>;
};
export declare const MUTANTS: readonly Mutant[];
export declare function unpack(zip: Buffer): Map<string, string>;
export declare function pack(files: ReadonlyMap<string, string>): Buffer;
