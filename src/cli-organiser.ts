import { join } from 'node:path';
import { gathered } from './app.ts';
import { allPastAwards, isRegistryEmpty } from './cities/pages.ts';
import { CommandFault } from './cli-output.ts';
import { appointByMail } from './editions/appointments-store.ts';
import { type EditionFile, readEditionFile } from './editions/edition-file.ts';
import { editionBySlug, officeAppointmentsOf, officersOf, wholeEdition } from './editions/pages.ts';
import { mailRecoveredOnServer } from './editions/recovery-messages.ts';
import { draftEdition } from './editions/store.ts';
import { accountOfAddress } from './people/pages.ts';
import { recoverOnServer } from './people/recovery-store.ts';
import { normalAddress } from './people/store.ts';
import { type Act, createAct, type Tx } from './platform/act.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { type Db, openDatabase } from './platform/database.ts';
import { loadCatalogues } from './platform/i18n/catalogue.ts';
import { paths } from './platform/paths.ts';
import { isRefusal, type Refusal } from './platform/result.ts';
import { migrateSafely, prepareFolder } from './service.ts';

type Who = { address: string; name: string; edition: string; lang: 'en' | 'fr' | 'es' };

/**
 * Appoints an organiser on the award of DATA_DIR and returns what to tell the operator: this is how the first one comes
 * in production. Throws a CommandFault with one line a fault.
 */
export async function addOrganiser(who: Who, fileText: string | null): Promise<string[]> {
  if (!/^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+$/.test(who.address)) {
    throw new CommandFault(`${who.address} is no mail address; write it as name@city.org.`);
  }
  const file = fileText === null ? null : readFor(who.edition, fileText);
  const config = readConfig(process.env);
  prepareFolder(config.dataDir);
  await migrateSafely(config, systemClock);
  const db = openDatabase(join(config.dataDir, 'award.db'));
  try {
    const drafted = await appointOrganiser(createAct(db, systemClock), who, file);
    if (drafted === 'held') return [`${who.address} is an organiser of the edition ${who.edition} already.`];
    return [
      ...(drafted === 'drafted'
        ? [`The edition ${who.edition} is drafted; nobody outside its office sees it yet.`]
        : []),
      `${who.name} is an organiser of the edition ${who.edition}.`,
      `An invitation to ${who.address} waits in the outbox and leaves as soon as the service runs.`,
      `Next: ${config.origin}/${who.lang}/sign-in, then ${config.origin}/${who.lang}/office/${who.edition}/people to appoint a second person who can sign.`,
      ...registryLines(db, `${config.origin}/${who.lang}/office/${who.edition}/cities`),
    ];
  } finally {
    db.$client.close();
  }
}

/** Without the registry no city can begin, and without past awards no rule on a second one finds anything. */
function registryLines(db: Db, office: string): string[] {
  return [
    ...(isRegistryEmpty(db)
      ? [`The registry has no city yet: upload seed/cities.csv, or a list like it, at ${office}/import`]
      : []),
    ...(allPastAwards(db).length === 0
      ? [
          `No past award is known yet: upload seed/awardees.csv, or a list like it, at ${office}/awards/import`,
        ]
      : []),
  ];
}

/**
 * Ends the second factor of an organiser, approver or auditor on the server itself, where nobody else is left who could
 * confirm it, and tells auditors and organisers. Throws a CommandFault where the address holds no office.
 */
export async function recoverOfficer(address: string): Promise<string[]> {
  const config = readConfig(process.env);
  const db = openDatabase(join(config.dataDir, 'award.db'));
  try {
    const account = accountOfAddress(db, normalAddress(address));
    const offices =
      account === null ? [] : officeAppointmentsOf(db, account.id).map(({ edition }) => edition);
    if (account === null || offices.length === 0) {
      throw new CommandFault(`${address} holds no office in any edition of this award.`);
    }
    await createAct(db, systemClock)('system', 'organiser.recovered', (tx) => {
      recoverOnServer(tx, account.id, offices);
      for (const edition of offices) mailRecoveredOnServer(tx, wholeEdition(tx.db, edition), account.id);
    });
    return [
      `The second factor and all sessions of ${address} have ended; the audit log says so.`,
      'Auditors and organisers are told by mail as soon as the service runs.',
      `Next: ${config.origin}/${account.lang}/sign-in sets up a new factor.`,
    ];
  } finally {
    db.$client.close();
  }
}

function readFor(slug: string, text: string): EditionFile {
  const read = readEditionFile(text);
  if ('faults' in read) {
    const t = loadCatalogues(paths.locales);
    const lines = read.faults.map(
      ({ path, code, facts }) => `  ${path || '(file)'}: ${t('en', code, facts)}`,
    );
    throw new CommandFault(['The file of the edition has faults; nothing is stored.', ...lines].join('\n'));
  }
  if (read.file.slug !== slug) {
    throw new CommandFault(`The file is for the edition ${read.file.slug}, not for ${slug}.`);
  }
  return read.file;
}

type Outcome = 'drafted' | 'appointed' | 'held';

/** Appoints an organiser and writes to them; drafts the edition of the file where there is none of that name yet. */
export async function appointOrganiser(act: Act, who: Who, file: EditionFile | null): Promise<Outcome> {
  const outcome = await act('system', 'organiser.added', (tx): Refusal | { done: Outcome } => {
    const known = editionBySlug(tx.db, who.edition);
    const id = known === null ? draft(tx, who.edition, file) : known.id;
    if (isRefusal(id)) return id;
    const before = officersOf(tx.db, id).length;
    const account = appointByMail(tx, gathered, wholeEdition(tx.db, id), who, 'organiser');
    if (isRefusal(account)) return account;
    if (known === null) return { done: 'drafted' };
    return { done: officersOf(tx.db, id).length > before ? 'appointed' : 'held' };
  });
  if (!isRefusal(outcome)) return outcome.done;
  throw new CommandFault(loadCatalogues(paths.locales)('en', outcome.code, outcome.facts));
}

function draft(tx: Tx, slug: string, file: EditionFile | null): string | Refusal {
  if (file === null) {
    throw new CommandFault(`There is no edition ${slug} yet. Give its file with --from FILE.json.`);
  }
  return draftEdition(tx, file);
}
