import { isRegistryEmpty } from './cities/pages.ts';
import { allEditions } from './editions/pages.ts';
import { printSignInLink } from './people/challenges.ts';
import { DAY } from './platform/clock.ts';
import type { Service } from './platform/service.ts';
import { CAST, loadSample } from './sample.ts';

/** On an empty database outside production: loads the sample award and returns a sign-in link a role, as lines. */
export async function loadSampleWhereEmpty(service: Service): Promise<string[]> {
  if (service.config.production || !isRegistryEmpty(service.db) || allEditions(service.db).length > 0)
    return [];
  await loadSample(service, 'call');
  return Object.entries(CAST).map(([role, person]) => {
    const at = service.clock.now();
    const link = printSignInLink(service.db, at, person.address, 'en', '/my', at + DAY);
    return `  ${role.padEnd(12)} ${service.config.origin}${link}`;
  });
}
