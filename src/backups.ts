import { allEditions, wholeEdition } from './editions/pages.ts';
import { BackupFault, listBackups, makeBackup, thinOutBackups } from './platform/backup.ts';
import { HOUR, type Instant, MINUTE } from './platform/clock.ts';
import { statement } from './platform/database.ts';
import { startRounds } from './platform/rounds.ts';
import type { Service } from './platform/service.ts';

/**
 * The service backs itself up every hour, and once more when a stage of a published edition has opened or closed
 * since the last backup. A backup that fails is logged and tried again a minute
 * later; one that finds the database damaged stops all writing, so that nothing is built on it.
 */
export function startBackups(service: Service, everyMs = MINUTE): () => Promise<void> {
  const round = async () => {
    await backUpWhereDue(service);
    return undefined;
  };
  return startRounds(round, everyMs, (fault) => {
    service.log.error({ err: fault }, 'backup');
    if (fault instanceof BackupFault && fault.isDamage) service.writes.note('disk', service.clock.now());
  });
}

/** Makes a backup where one is due, and returns its folder, or null. */
export async function backUpWhereDue(service: Service): Promise<string | null> {
  const at = service.clock.now();
  const { backupDir, dataDir } = service.config;
  const because = whyDue(service, listBackups(backupDir)[0]?.at ?? null, at);
  if (because === null) return null;
  const folder = await makeBackup({ sqlite: service.db.$client, dataDir, into: backupDir, at, because });
  await thinOutBackups(backupDir, at);
  await sweepFiles(service);
  service.log.info({ folder, because }, 'backup');
  return folder;
}

/** Removes files whose upload was cut off before its row was written, an hour after. */
export async function sweepFiles({ db, files, log }: Service, olderThanMs = HOUR): Promise<void> {
  const row = statement(db.$client, 'SELECT 1 FROM files WHERE stored_name = ?');
  const removed = await files.sweep((name) => row.get(name) !== undefined, olderThanMs);
  if (removed > 0) log.info({ removed }, 'files without a row');
}

function whyDue(service: Service, latest: Instant | null, at: Instant): string | null {
  if (latest === null) return 'the first';
  const turn = stageTurnSince(service, latest, at);
  if (turn) return turn;
  return at - latest >= HOUR ? 'an hour has passed' : null;
}

/** The stage of a published edition that has opened or closed since an instant, in words; null where none has. */
export function stageTurnSince(service: Service, since: Instant, at: Instant): string | null {
  const turns = allEditions(service.db)
    .filter(({ publishedAt }) => publishedAt !== null)
    .flatMap(({ id }) => wholeEdition(service.db, id).calendar)
    .flatMap(({ stage, opensAt, closesAt }) => [
      { at: opensAt, because: `the stage ${stage} has opened` },
      { at: closesAt, because: `the stage ${stage} has closed` },
    ]);
  return turns.find((one) => one.at > since && one.at <= at)?.because ?? null;
}
