import { join } from 'node:path';
import { stageTurnSince } from './backups.ts';
import { allEditions, officersOf } from './editions/pages.ts';
import { recipientOf } from './people/store.ts';
import type { Act } from './platform/act.ts';
import { DAY, type Instant, isoOf, MINUTE } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { type Db, statement } from './platform/database.ts';
import { currentHead, logName, SeenHead, signHead, whyNotFrom } from './platform/head.ts';
import { startRounds } from './platform/rounds.ts';
import type { Service } from './platform/service.ts';
import { keyFolderOf } from './platform/signing-key.ts';

/**
 * The head of the audit log is signed every day and whenever a stage has opened or closed, and mailed to every auditor:
 * what is in their mailboxes the operator cannot change. The newest head is also kept beside the signing key, so that
 * a service that is started on an older state notices.
 */
export function startHeads(service: Service, everyMs = MINUTE): () => Promise<void> {
  const seen = seenHeadOf(service.config);
  const round = async () => {
    await signHeadWhereDue(service);
    const head = currentHead(service.db.$client);
    if (head && service.writes.stopped()?.why !== 'older') seen.write(head);
    return undefined;
  };
  return startRounds(round, everyMs, (fault) => service.log.error({ err: fault }, 'heads'));
}

/** Where the newest head is kept that this machine has seen. */
export function seenHeadOf(config: Config): SeenHead {
  return new SeenHead(join(keyFolderOf(config), 'last-head'));
}

/** Stops all writing where the log does not go on from what this machine has seen: an older state was restored. */
export function stopOnOlderState(service: Service): void {
  const seen = seenHeadOf(service.config).read();
  const why = seen && whyNotFrom(service.db.$client, seen);
  if (!why) return;
  service.writes.note('older', service.clock.now());
  service.log.error({ why }, 'older state');
  process.stderr.write(
    `Nothing is written: ${why}. If this was restored on purpose, run: bin/award audit accept --because "…", then start again.\n`,
  );
}

/** Signs the head where a day has passed or a stage has turned since the last one, and mails it to every auditor. */
export async function signHeadWhereDue(service: Service): Promise<string | null> {
  const at = service.clock.now();
  const because = whyDue(service, at);
  if (because === null) return null;
  return service.act('system', 'head.signed', (tx) => {
    const head = currentHead(tx.db.$client);
    if (head === null) return null;
    const note = signHead(head, logName(service.config.origin), service.signingKey);
    statement(
      tx.db.$client,
      'INSERT INTO audit_heads (seq, hash, at, because, note) VALUES (?, ?, ?, ?, ?)',
    ).run(head.seq, head.hash, tx.at, because, note);
    tx.record({ edition: null, object: String(head.seq), detail: { hash: head.hash, because } });
    for (const account of auditorsOf(tx.db)) {
      const to = recipientOf(tx, account);
      tx.send({
        key: `head-${head.seq}-${account}`,
        template: 'platform.mail.head',
        ...to,
        facts: { note, entries: head.seq, at: isoOf(tx.at), key: service.signingKey.publicKey },
        edition: null,
      });
    }
    return note;
  });
}

function whyDue(service: Service, at: Instant): string | null {
  const { latest } = statement(service.db.$client, 'SELECT max(at) AS latest FROM audit_heads').get() as {
    latest: Instant | null;
  };
  if (latest === null) return 'the first';
  return stageTurnSince(service, latest, at) ?? (at - latest >= DAY ? 'a day has passed' : null);
}

function auditorsOf(db: Db): string[] {
  const auditors = allEditions(db)
    .flatMap(({ id }) => officersOf(db, id))
    .filter(({ role }) => role === 'auditor')
    .map(({ accountId }) => accountId);
  return [...new Set(auditors)];
}

/** Takes the present state as the one to go on from, with a reason that stays in the log; returns the new head. */
export async function acceptOlderState(
  { db, config, act }: { db: Db; config: Config; act: Act },
  because: string,
): Promise<string | null> {
  const seen = seenHeadOf(config);
  const before = seen.read();
  if (before === null || whyNotFrom(db.$client, before) === null) return null;
  await act('system', 'restore.accepted', (tx) =>
    tx.record({ edition: null, object: String(before.seq), detail: { because, seen: before.hash } }),
  );
  const head = currentHead(db.$client);
  if (head === null) return null;
  seen.write(head);
  return head.hash;
}
