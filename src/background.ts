import { editionById } from './editions/pages.ts';
import type { Views } from './platform/http/view-engine.ts';
import type { Lang } from './platform/i18n/lang.ts';
import { startRelay } from './platform/relay.ts';
import type { Service } from './platform/service.ts';

/** Starts what runs beside the pages: the relay of messages. Returns how to stop it. */
export function startBackground(service: Service, views: Views): () => Promise<void> {
  if (!service.config.background) return async () => {};
  return startRelay(service, {
    views,
    noteOf: (edition, lang) => sampleNote(service, edition, lang as Lang),
  });
}

function sampleNote(service: Service, edition: string | null, lang: Lang): string | null {
  if (edition === null || editionById(service.db, edition)?.sample !== 1) return null;
  return service.translate(lang, 'platform.sample');
}
