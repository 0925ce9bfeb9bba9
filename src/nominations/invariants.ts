import { datesOf } from '../editions/calendar.ts';
import { allEditions, wholeEdition } from '../editions/pages.ts';
import type { Db } from '../platform/database.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';
import { submissionsOf } from './dossier-pages.ts';
import { deadlineOf } from './nomination.ts';
import { allNominations } from './pages.ts';

/** More nominations of a country than the rules of its edition allow. */
function overTheLimit(db: Db): unknown[] {
  return allEditions(db).flatMap(({ id, slug }) => {
    const limit = wholeEdition(db, id).definition.rules.nomination.maxPerCountry;
    const nominated = allNominations(db, id).filter((one) => one.state === 'nominated');
    const countries = [...new Set(nominated.map((one) => one.country))];
    return countries
      .map((country) => ({ slug, country, count: nominated.filter((one) => one.country === country).length }))
      .filter(({ count }) => limit !== null && count > limit);
  });
}

/** A submission or a commission's word later than its stage, and no extension. */
function tooLate(db: Db): unknown[] {
  return allEditions(db).flatMap(({ id }) => {
    const { calendar } = wholeEdition(db, id);
    const stage = datesOf(calendar, 'nomination');
    return allNominations(db, id).flatMap((one) => [
      ...submissionsOf(db, one.id).filter(({ at }) => at >= deadlineOf(calendar, one.extendedTo)),
      ...[one.endorsement].filter((word) => word !== null && word.at >= stage.closesAt),
    ]);
  });
}

/** What must never be found among nominations; asked after tests and on the live service. */
export const nominationsInvariants: readonly Invariant[] = [
  invariant(
    'two live nominations of one city in an edition',
    `SELECT edition_id, city_id FROM nominations WHERE withdrawn_at IS NULL
     GROUP BY edition_id, city_id HAVING count(*) > 1`,
  ),
  { name: 'more nominations of a country than the limit', find: overTheLimit },
  { name: 'a submission or a nomination later than its stage and no extension', find: tooLate },
  invariant(
    'a nomination without exactly one owner',
    `SELECT nominations.id FROM nominations LEFT JOIN nomination_members AS m
       ON m.nomination_id = nominations.id AND m.role = 'owner' AND m.ended_at IS NULL
     GROUP BY nominations.id HAVING count(m.id) <> 1`,
  ),
  invariant(
    'a commission’s word on a dossier that was not submitted before it',
    `SELECT id FROM endorsements AS e WHERE NOT EXISTS
       (SELECT 1 FROM submissions AS s WHERE s.nomination_id = e.nomination_id AND s.at <= e.at)`,
  ),
  invariant(
    'a section whose newest version was not kept, or differs from what was kept',
    `SELECT a.nomination_id, a.section_id FROM section_answers AS a LEFT JOIN section_revisions AS r
       USING (nomination_id, section_id, version) WHERE r.answers IS NULL OR r.answers <> a.answers`,
  ),
  invariant(
    'submissions of a nomination that are not numbered from one without a gap',
    `SELECT nomination_id FROM submissions GROUP BY nomination_id
     HAVING max(number) <> count(*) OR min(number) <> 1`,
  ),
  invariant(
    'a file in a submission that no row keeps',
    `SELECT submissions.id FROM submissions, json_each(dossier, '$.files') AS asked, json_each(asked.value) AS file
     WHERE NOT EXISTS (SELECT 1 FROM nomination_files JOIN files ON files.id = file_id
       WHERE nomination_files.id = json_extract(file.value, '$.id')
         AND files.sha256 = json_extract(file.value, '$.sha256'))`,
  ),
];
