import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CommandFault, printLines } from './cli-output.ts';
import {
  BackupFault,
  listBackups,
  makeBackup,
  type Progress,
  restoreBackup,
  verifyBackup,
} from './platform/backup.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';

/** The commands that keep an award: backup and restore. */
export function backupCommands(): Command[] {
  return [backupCommand(), restoreCommand()];
}

function backupCommand(): Command {
  return new Command('backup')
    .description('Back up the award of DATA_DIR, files included, also while the service runs; verified.')
    .option('--to <folder>', 'the folder that holds the backups')
    .exitOverride()
    .action(async ({ to }: { to?: string }) => {
      const { dataDir, backupDir } = readConfig(process.env);
      const file = join(dataDir, 'award.db');
      if (!existsSync(file)) {
        throw new CommandFault(`There is no award in ${dataDir}. Set DATA_DIR to the folder of the service.`);
      }
      const db = openDatabase(file);
      try {
        const folder = await asCommand(
          makeBackup({
            sqlite: db.$client,
            dataDir,
            into: resolve(to ?? backupDir),
            at: systemClock.now(),
            because: 'asked for',
            progress: shownProgress(),
          }),
        );
        printLines(`The backup is whole and verified: ${folder}`);
      } finally {
        db.$client.close();
      }
    });
}

function restoreCommand(): Command {
  return new Command('restore')
    .description('Restore a backup into an empty data folder; the newest backup where none is named.')
    .argument('[backup]', 'the folder of a backup')
    .option('--to <folder>', 'the data folder to fill; DATA_DIR where it is not given')
    .option('--check', 'only verify the backup')
    .exitOverride()
    .action(async (named: string | undefined, { to, check }: { to?: string; check?: boolean }) => {
      const { dataDir, backupDir } = readConfig(process.env);
      const folder = named ?? listBackups(backupDir)[0]?.folder;
      if (folder === undefined) throw new CommandFault(`There is no backup in ${backupDir}. Name one.`);
      const target = resolve(to ?? dataDir);
      const manifest = await asCommand(
        check ? verifyBackup(folder, shownProgress()) : restoreBackup(folder, target, shownProgress()),
      );
      printLines(
        check ? `The backup is whole: ${folder}` : `Restored into ${target}`,
        `  made at ${manifest.madeAt}, ${manifest.files} files, ${manifest.audit.entries} entries, head ${manifest.audit.head ?? 'none'}`,
      );
    });
}

async function asCommand<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof BackupFault) throw new CommandFault(fault.message);
    throw fault;
  }
}

/** One line a tenth, on stderr, so that a log stays readable too. */
function shownProgress(): Progress {
  let last = '';
  return (share, what) => {
    const line = `${what} ${Math.floor(share * 10) * 10} %`;
    if (line !== last) process.stderr.write(`${line}\n`);
    last = line;
  };
}
