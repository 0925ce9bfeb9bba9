import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { addOrganiser, recoverOfficer } from './cli-organiser.ts';
import { CommandFault, printLines, readNamedFile } from './cli-output.ts';
import { acceptOlderState } from './heads.ts';
import { allInvariants } from './invariants.ts';
import { createAct } from './platform/act.ts';
import { verifyChain } from './platform/audit.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { readHead, whyNotFrom } from './platform/head.ts';
import { brokenInvariants } from './platform/invariants.ts';
import { openSigningKey } from './platform/signing-key.ts';

/** The commands on the award of DATA_DIR. */
export function awardCommands(): Command[] {
  return [organiserCommand(), invariantsCommand(), auditCommand()];
}

type AddOptions = { address: string; name: string; edition: string; from?: string; lang: 'en' | 'fr' | 'es' };

function organiserCommand(): Command {
  const add = new Command('add')
    .description(
      'Appoint an organiser by mail address; with --from, draft the edition first if it does not exist.',
    )
    .requiredOption('--address <address>', 'where the invitation goes')
    .requiredOption('--name <name>', 'the person’s name')
    .requiredOption('--edition <slug>', 'the edition’s word in its addresses, as 2027')
    .option('--from <file>', 'the JSON file of the edition')
    .addOption(new Option('--lang <lang>', 'language of the mail').choices(['en', 'fr', 'es']).default('en'))
    .exitOverride()
    .action(async ({ from, ...who }: AddOptions) => {
      printLines(...(await addOrganiser(who, from === undefined ? null : readNamedFile(from))));
    });
  const recover = new Command('recover')
    .description('End the lost second factor of somebody of the office, where nobody else can confirm it.')
    .requiredOption('--address <address>', 'whose factor ends')
    .exitOverride()
    .action(async ({ address }: { address: string }) => {
      requireAward();
      printLines(...(await recoverOfficer(address)));
    });
  return new Command('organiser')
    .description('People of an edition’s office.')
    .helpCommand(false)
    .exitOverride()
    .addCommand(add)
    .addCommand(recover);
}

function invariantsCommand(): Command {
  return new Command('invariants')
    .description('Ask for what must never be found, and verify the audit chain; exit 1 with the rows.')
    .exitOverride()
    .action(async () => {
      await withDatabase((db) => {
        const broken = brokenInvariants(db, allInvariants);
        for (const { name, rows } of broken) {
          printLines(`FOUND ${name}`, ...rows.map((row) => `  ${JSON.stringify(row)}`));
        }
        const chained = reportChain(db);
        if (broken.length === 0) printLines(`${allInvariants.length} invariants hold.`);
        process.exitCode = broken.length > 0 || !chained ? 1 : 0;
      });
    });
}

function auditCommand(): Command {
  const verify = new Command('verify')
    .description('Walk the whole audit chain; exit 1 with the first entry that is wrong.')
    .option('--head <file>', 'a signed head that was mailed; the chain must go on from it')
    .option('--key <key>', 'the public key of the head; without it the key of this service')
    .exitOverride()
    .action(async ({ head, key }: { head?: string; key?: string }) => {
      const note = head === undefined ? null : readNamedFile(head);
      await withDatabase((db) => {
        const holds = reportChain(db) && (note === null || reportHead(db, note, key));
        process.exitCode = holds ? 0 : 1;
      });
    });
  const accept = new Command('accept')
    .description('Say that an older state was restored on purpose; the service goes on from here.')
    .requiredOption('--because <reason>', 'why; it stays in the log')
    .exitOverride()
    .action(async ({ because }: { because: string }) => {
      await withDatabase(async (db) => {
        const config = readConfig(process.env);
        const head = await acceptOlderState({ db, config, act: createAct(db, systemClock) }, because);
        printLines(
          head === null
            ? 'Nothing to accept: the log goes on from what was seen before.'
            : `Accepted. The log goes on from ${head}; start the service again.`,
        );
      });
    });
  return new Command('audit')
    .description('The audit log.')
    .helpCommand(false)
    .exitOverride()
    .addCommand(verify)
    .addCommand(accept);
}

type Database = ReturnType<typeof openDatabase>;

/** The database file of DATA_DIR; throws a CommandFault where there is none. */
function requireAward(): string {
  const { dataDir } = readConfig(process.env);
  const file = join(dataDir, 'award.db');
  if (existsSync(file)) return file;
  throw new CommandFault(`There is no award in ${dataDir}. Set DATA_DIR to the folder of the service.`);
}

async function withDatabase(work: (db: Database) => void | Promise<void>): Promise<void> {
  const { dataDir } = readConfig(process.env);
  const file = join(dataDir, 'award.db');
  if (!existsSync(file)) {
    throw new CommandFault(`There is no award in ${dataDir}. Set DATA_DIR to the folder of the service.`);
  }
  const db = openDatabase(file);
  try {
    await work(db);
  } finally {
    db.$client.close();
  }
}

function reportHead(db: Database, note: string, key: string | undefined): boolean {
  const head = readHead(note, key ?? openSigningKey(readConfig(process.env)).publicKey);
  if ('fault' in head) {
    printLines(`FOUND the head cannot be used: ${head.fault}.`);
    return false;
  }
  const why = whyNotFrom(db.$client, head);
  printLines(why === null ? `It goes on from the head of entry ${head.seq}.` : `FOUND ${why}.`);
  return why === null;
}

function reportChain(db: Database): boolean {
  const fault = verifyChain(db.$client);
  const { entries, head } = db.$client
    .prepare(
      "SELECT count(*) AS entries, coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '') AS head FROM audit",
    )
    .get() as { entries: number; head: string };
  printLines(
    fault === null
      ? `The audit chain holds: ${entries} entries, head ${head || 'none yet'}.`
      : `FOUND the audit chain is broken at entry ${fault.seq}: ${fault.fault}.`,
  );
  return fault === null;
}
