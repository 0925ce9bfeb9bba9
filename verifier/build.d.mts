export declare function pageFor(verifier: string): string;
