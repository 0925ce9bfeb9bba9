import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { gathered } from './app.ts';
import { CommandFault, printLines } from './cli-output.ts';
import { editionsInCourse, erasePerson, personOf, planErasure } from './erasure.ts';
import { normalAddress } from './people/store.ts';
import { KEPT } from './personal-data.ts';
import { createAct } from './platform/act.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { type Config, readConfig } from './platform/config.ts';
import { type Db, openDatabase } from './platform/database.ts';
import { holdsOn } from './retention.ts';
import { migrateSafely } from './service.ts';

/** What a service holds on one person. */
export function personCommand(): Command {
  const erase = new Command('erase')
    .description('Erase a person; without --apply only say what would go, what stays, and why.')
    .argument('<address>', 'a mail address that the person has or had')
    .option('--apply', 'erase; there is no way back')
    .exitOverride()
    .action(async (address: string, { apply = false }: { apply?: boolean }) => {
      await withAward(async (db) => printLines(...(await erasureLines(db, systemClock, address, apply))));
    });
  return new Command('person')
    .description('What the service holds on one person.')
    .helpCommand(false)
    .exitOverride()
    .addCommand(erase);
}

/** Opens the award of DATA_DIR in its newest form for one piece of work; throws a CommandFault where there is none. */
export async function withAward(work: (db: Db, config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const file = join(config.dataDir, 'award.db');
  if (!existsSync(file)) {
    throw new CommandFault(
      `There is no award in ${config.dataDir}. Set DATA_DIR to the folder of the service.`,
    );
  }
  await migrateSafely(config, systemClock);
  const db = openDatabase(file);
  try {
    await work(db, config);
  } finally {
    db.$client.close();
  }
}

/** Says what an erasure touches, and with `apply` does it; throws a CommandFault where the person may not be erased. */
export async function erasureLines(db: Db, clock: Clock, address: string, apply: boolean): Promise<string[]> {
  const person = personOf(db, normalAddress(address));
  if (person === null) throw new CommandFault(`Nobody here has or had the address ${address}.`);
  const open = editionsInCourse(db, person.account, clock.now(), gathered);
  if (open.length > 0) {
    throw new CommandFault(
      `${address} holds a role in an edition in course (${open.join(', ')}). End the role or hand it over first, or wait until the result is public. Nothing was erased.`,
    );
  }
  const held = holdsOn(db, person.account);
  if (held.length > 0) {
    throw new CommandFault(
      `${address} had a part in an edition on hold (${held.join(', ')}). Two people can end the hold. Nothing was erased.`,
    );
  }
  const touched = apply ? await erasePerson(db, createAct(db, clock), person) : planErasure(db, person);
  return [
    apply ? 'Erased:' : 'Dry run: nothing is erased. With --apply these go:',
    ...touched.map(({ what, rows }) => `  ${rows} x ${what}`),
    'What stays, and why:',
    ...KEPT.map((line) => `  ${line}`),
    ...(apply ? [] : ['A name of a single word is not looked for in texts; read those by hand.']),
  ];
}
