import { announcementsToAward, mayLeave, publishedAnnouncement } from './announcement/pages.ts';
import { recordAwards } from './announcement/store.ts';
import { editionById } from './editions/pages.ts';
import type { Views } from './platform/http/view-engine.ts';
import type { Lang } from './platform/i18n/lang.ts';
import { startRelay } from './platform/relay.ts';
import { startRounds } from './platform/rounds.ts';
import type { Service } from './platform/service.ts';

/** Starts what runs beside the pages: awards whose moment has come, the relay of messages. Returns how to stop it. */
export function startBackground(service: Service, views: Views): () => Promise<void> {
  if (!service.config.background) return async () => {};
  const stops = [
    startAwards(service),
    startRelay(service, {
      views,
      noteOf: (edition, lang) => sampleNote(service, edition, lang as Lang),
      mayLeave: (row, at) => mayLeave(service.db, row, at),
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
