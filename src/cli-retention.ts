import { Command } from 'commander';
import { CommandFault, printLines } from './cli-output.ts';
import { withAward } from './cli-person.ts';
import { editionBySlug } from './editions/pages.ts';
import { accountOfAddress } from './people/pages.ts';
import { normalAddress } from './people/store.ts';
import { createAct } from './platform/act.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Db } from './platform/database.ts';
import { agedBy, applyRetention, type Periods, setHold } from './retention.ts';

type Hold = { first: string; second: string; because: string };

/** What is deleted by age, and what keeps an edition from it. */
export function retentionCommands(): Command[] {
  const retention = new Command('retention')
    .description('Delete what has had its time; without --apply only say what would go.')
    .option('--apply', 'delete; there is no way back')
    .exitOverride()
    .action(async ({ apply = false }: { apply?: boolean }) => {
      await withAward(async (db, config) =>
        printLines(...(await retentionLines(db, systemClock, config, apply))),
      );
    });
  const hold = new Command('hold')
    .description('Keep everything of an edition, whatever its age, on the word of two people.')
    .helpCommand(false)
    .exitOverride()
    .addCommand(holdCommand('begin', 'Put an edition on hold.'))
    .addCommand(holdCommand('end', 'Take the hold off an edition.'));
  return [retention, hold];
}

function holdCommand(kind: 'begin' | 'end', description: string): Command {
  return new Command(kind)
    .description(description)
    .argument('<edition>', 'the edition’s word in its addresses, as 2027')
    .requiredOption('--first <address>', 'who asks for it')
    .requiredOption('--second <address>', 'who agrees: another person who can sign for the edition')
    .requiredOption('--because <reason>', 'why; it stays in the log')
    .exitOverride()
    .action(async (edition: string, said: Hold) => {
      await withAward(async (db) => printLines(await holdLine(db, systemClock, kind, edition, said)));
    });
}

/** Says what has had its time, and with `apply` deletes it. */
export async function retentionLines(
  db: Db,
  clock: Clock,
  periods: Periods,
  apply: boolean,
): Promise<string[]> {
  const aged = apply
    ? await applyRetention(db, createAct(db, clock), periods)
    : agedBy(db, periods, clock.now());
  if (aged.length === 0) return ['Nothing has had its time.'];
  return [
    apply ? 'Deleted:' : 'Dry run: nothing is deleted. With --apply these go:',
    ...aged.map(({ what, rows }) => `  ${rows} x ${what}`),
    'The record stays: submissions, scorecards, decisions, the audit chain; so does everything of an edition on hold.',
  ];
}

/** Puts a hold on an edition or takes it off; throws a CommandFault where the two people may not. */
export async function holdLine(
  db: Db,
  clock: Clock,
  kind: 'begin' | 'end',
  slug: string,
  { first, second, because }: Hold,
): Promise<string> {
  const edition = editionBySlug(db, slug);
  if (edition === null) throw new CommandFault(`There is no edition ${slug}.`);
  const accountOf = (address: string) => accountOfAddress(db, normalAddress(address))?.id ?? '';
  const done = await setHold(createAct(db, clock), kind, {
    edition: edition.id,
    first: accountOf(first),
    second: accountOf(second),
    reason: because,
  });
  if (!done) {
    throw new CommandFault(
      `Name two different people who can sign for the edition ${slug}: organisers, or one and the approver.`,
    );
  }
  return kind === 'begin' ? `The edition ${slug} is on hold.` : `The edition ${slug} is on hold no more.`;
}
