import { Command, CommanderError } from 'commander';
import { awardCommands } from './cli-award.ts';
import { backupCommands } from './cli-backup.ts';
import { fileCommands } from './cli-files.ts';
import { CommandFault } from './cli-output.ts';
import { personCommand } from './cli-person.ts';
import { retentionCommands } from './cli-retention.ts';
import { sampleCommand } from './cli-sample.ts';
import { verifyCommand } from './cli-verify.ts';
import { SettingsError } from './platform/config.ts';

/**
 * The commands of the award. Some work on files alone and need no server; some work on the award of DATA_DIR, beside
 * a running service or without one. They call the same pure functions and stores as the pages do.
 */
function program(): Command {
  const award = new Command('award')
    .description('Commands of the Learning Cities Award, on files and on the award of DATA_DIR.')
    .helpCommand(false)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .exitOverride();
  for (const command of [
    ...fileCommands(),
    ...awardCommands(),
    ...backupCommands(),
    personCommand(),
    ...retentionCommands(),
    sampleCommand(),
    verifyCommand(),
  ])
    award.addCommand(command);
  return award;
}

/** Runs one command line; faults of people are one line on stderr and exit code 2, never a stack. */
async function main(): Promise<void> {
  try {
    await program().parseAsync(process.argv);
  } catch (fault) {
    if (fault instanceof CommanderError) process.exitCode = fault.exitCode === 0 ? 0 : 2;
    else if (fault instanceof CommandFault || fault instanceof SettingsError) {
      process.stderr.write(`${fault.message}\n`);
      process.exitCode = 2;
    } else throw fault;
  }
}

await main();
