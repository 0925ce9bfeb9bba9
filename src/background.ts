import { announcementsToAward, mayLeave, publishedAnnouncement } from './announcement/pages.ts';
import { recordAwards } from './announcement/store.ts';
import { editionById } from './editions/pages.ts';
import { calendarOfMail } from './notices/deadline-pages.ts';
import { reminderFacts, reminderHolds } from './notices/reminder-pages.ts';
import { writeReminders } from './notices/reminder-store.ts';
import { dueReminders } from './notices/reminders.ts';
import { isErased } from './people/pages.ts';
import { MINUTE } from './platform/clock.ts';
import type { Views } from './platform/http/view-engine.ts';
import type { Lang } from './platform/i18n/lang.ts';
import type { OutboxRow } from './platform/outbox.ts';
import { startRelay } from './platform/relay.ts';
import { startRounds } from './platform/rounds.ts';
import type { Service } from './platform/service.ts';

/**
 * Starts what runs beside the pages: awards whose moment has come, reminders, the relay of messages. Returns how to stop
 * all of it.
 */
export function startBackground(service: Service, views: Views): () => Promise<void> {
  if (!service.config.background) return async () => {};
  const stops = [
    startAwards(service),
    startReminders(service),
    startRelay(service, {
      views,
      extrasOf: (row) => ({
        note: sampleNote(service, row.edition, row.lang as Lang),
        calendar: calendarOfMail(service, row),
      }),
      mayLeave: (row, at) => judgeLeaving(service, row, at),
    }),
  ];
  return async () => {
    for (const stop of stops) await stop();
  };
}

function sampleNote(service: Service, edition: string | null, lang: Lang): string | null {
  if (edition === null || editionById(service.db, edition)?.sample !== 1) return null;
  return service.translate(lang, 'platform.sample');
}

/** A letter of the result goes only as it was signed, a reminder only while what it asks for is open, none to the erased. */
function judgeLeaving({ db }: Service, row: OutboxRow, at: number): 'send' | 'wait' | 'stop' {
  if (row.account_id !== null && isErased(db, row.account_id)) return 'stop';
  if (row.template === 'notices.mail.reminder') return reminderHolds(db, row.id, at) ? 'send' : 'stop';
  return mayLeave(db, row, at);
}

const LOOK_MS = 500;

function startAwards(service: Service): () => Promise<void> {
  const round = async () => {
    await awardWhatIsPublic(service);
    return undefined;
  };
  return startRounds(round, LOOK_MS, (fault) => service.log.error({ err: fault }, 'awards'));
}

/** Writes the awards of each result that has become public into the list of past awards, once. */
export async function awardWhatIsPublic(service: Service): Promise<void> {
  for (const { id, editionId } of announcementsToAward(service.db, service.clock.now())) {
    if (publishedAnnouncement(service.db, editionId, service.clock.now()) === null) continue;
    await service.act('system', 'awards.recorded', (tx) => {
      const edition = editionById(tx.db, editionId);
      const announcement = publishedAnnouncement(tx.db, editionId, tx.at);
      if (edition && announcement) recordAwards(tx, { ...announcement, id }, edition.year);
    });
  }
}

function startReminders(service: Service): () => Promise<void> {
  const round = async () => {
    await remind(service);
    return undefined;
  };
  return startRounds(round, MINUTE, (fault) => service.log.error({ err: fault }, 'reminders'));
}

/** Writes the reminders that are due now; where none is, nothing is written at all. */
export async function remind(service: Service): Promise<void> {
  const at = service.clock.now();
  if (dueReminders(reminderFacts(service.db, at), at).length === 0) return;
  await service.act('system', 'reminder.due', (tx) => writeReminders(tx, service.translate));
}
