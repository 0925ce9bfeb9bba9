import { Command, Option } from 'commander';
import { CommandFault, printLines } from './cli-output.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { SAMPLE_STAGES, type SampleStage } from './sample.ts';
import { mayLoadSample, sampleSheet } from './sample-start.ts';
import { openService } from './service.ts';

type SampleOptions = { stage: SampleStage; announceIn?: number; json?: boolean };

function seconds(text: string): number {
  if (!/^\d{1,7}$/.test(text))
    throw new CommandFault(`--announce-in takes whole seconds, for example 60; given ${text}.`);
  return Number(text);
}

/** The command that fills an empty data folder with the sample award. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('Fill an empty DATA_DIR with the sample award at a stage; never in production.')
    .addOption(
      new Option('--stage <stage>', 'how far the award has come').choices([...SAMPLE_STAGES]).default('call'),
    )
    .option('--announce-in <seconds>', 'with announced: the moment lies so many seconds ahead', seconds)
    .option('--json', 'print links and ids as JSON')
    .exitOverride()
    .action(async ({ stage, announceIn, json }: SampleOptions) => {
      const config = readConfig(process.env);
      if (config.production) throw new CommandFault('A sample is not loaded in production.');
      const service = await openService(config, systemClock);
      try {
        if (!mayLoadSample(service)) {
          throw new CommandFault(
            `The data folder ${config.dataDir} is not empty. Name an empty one in DATA_DIR.`,
          );
        }
        const at = announceIn === undefined ? undefined : service.clock.now() + announceIn * 1_000;
        const sheet = await sampleSheet(service, stage, at);
        if (json) printLines(JSON.stringify(sheet, null, 2));
        else
          printLines(...Object.entries(sheet.links).map(([role, { link }]) => `${role.padEnd(12)} ${link}`));
      } finally {
        await service.close();
      }
    });
}
