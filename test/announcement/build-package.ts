/** Builds both tiers from a data folder and prints their digests; run as a program of its own in another zone and locale. */
import { createHash } from 'node:crypto';
import { buildPackage } from '../../src/announcement/package-pages.ts';
import { publishedVersions } from '../../src/announcement/pages.ts';
import { editionBySlug } from '../../src/editions/pages.ts';
import { settableClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openService } from '../../src/service.ts';

const [at = '', slug = ''] = process.argv.slice(2);
const service = await openService(readConfig(process.env), settableClock(Number(at)));
const edition = editionBySlug(service.db, slug);
const [announcement] = edition ? publishedVersions(service.db, edition.id, Number(at)) : [];
if (!edition || !announcement) throw new Error('nothing is announced');
for (const tier of ['public', 'sealed'] as const) {
  const zip = await buildPackage(service, edition, announcement, [], tier);
  process.stdout.write(`${tier} ${createHash('sha256').update(zip).digest('hex')}\n`);
}
await service.close();
