import type { StageName } from '../editions/definition.ts';
import { STAGES } from '../editions/definition.ts';
import type { Instant } from '../platform/clock.ts';

/** A deadline of an account: of the same stage there is one at most, and its entry keeps its name for good. */
export type Deadline = {
  edition: string;
  stage: StageName;
  at: Instant;
  /** How often its date was moved. */
  moves: number;
  /** When its date was moved last, or the edition published. */
  stamp: Instant;
};

/** What is known of an edition's dates: each stage's instant with its moves. */
export type StageMoves = { stage: StageName; at: Instant; moves: number; movedAt: Instant };

/** A dossier of the account with the time that it was given beyond the call. */
export type OwnDossier = { extendedTo: Instant | null; moves: number; movedAt: Instant };

/** Everything that an account is in one edition. */
export type Standing = {
  dossiers: readonly OwnDossier[];
  isCommission: boolean;
  isJuror: boolean;
  isOfficer: boolean;
};

/** The deadlines of an account in one edition, in the order of the stages; of several dossiers the nearest counts. */
export function deadlinesIn(
  edition: { id: string; publishedAt: Instant },
  stages: readonly StageMoves[],
  standing: Standing,
): Deadline[] {
  return STAGES.flatMap((name): Deadline[] => {
    const stage = stages.find((one) => one.stage === name);
    if (stage === undefined) return [];
    const { at, moves, movedAt } = name === 'call' ? ofDossiers(stage, standing.dossiers) : stage;
    const stamp = Math.max(edition.publishedAt, movedAt);
    return concerns(name, standing) ? [{ edition: edition.id, stage: name, at, moves, stamp }] : [];
  });
}

function concerns(stage: StageName, { dossiers, isCommission, isJuror, isOfficer }: Standing): boolean {
  if (isOfficer) return true;
  if (stage === 'call') return dossiers.length > 0;
  if (stage === 'nomination') return isCommission;
  return stage === 'scoring' && isJuror;
}

function ofDossiers(call: StageMoves, dossiers: readonly OwnDossier[]): Omit<StageMoves, 'stage'> {
  const own = dossiers.map((one) => Math.max(call.at, one.extendedTo ?? 0));
  return {
    at: own.length === 0 ? call.at : Math.min(...own),
    moves: dossiers.reduce((sum, one) => sum + one.moves, call.moves),
    movedAt: Math.max(call.movedAt, ...dossiers.map((one) => one.movedAt)),
  };
}
