import { Command, Option } from 'commander';
import { CommandFault, printLines } from './cli-output.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { SAMPLE_STAGES, SAMPLE_VARIANTS, type SampleStage, type SampleVariant } from './sample.ts';
import { mayLoadSample, sampleSheet } from './sample-start.ts';
import { openService } from './service.ts';

type Options = {
  stage: SampleStage;
  announceIn?: number;
  seed?: number;
  variant: SampleVariant;
  json?: boolean;
};

function seconds(text: string): number {
  if (!/^\d{1,7}$/.test(text))
    throw new CommandFault(`--announce-in takes whole seconds, for example 60; given ${text}.`);
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new CommandFault(`--seed takes a whole number, for example 7; given ${text}.`);
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
    .option(
      '--seed <number>',
      'draw other scores; nobody else is chosen and nothing else changes',
      wholeNumber,
    )
    .addOption(
      new Option('--variant <variant>', 'two samples that differ only in the decision')
        .choices([...SAMPLE_VARIANTS])
        .default('a'),
    )
    .option('--json', 'print links and ids as JSON')
    .exitOverride()
    .action(async ({ stage, announceIn, seed, variant, json }: Options) => {
      const config = readConfig(process.env);
      if (config.production) throw new CommandFault('A sample is not loaded in production.');
      const service = await openService(config, systemClock);
      try {
        if (!mayLoadSample(service)) {
          throw new CommandFault(
            `The data folder ${config.dataDir} is not empty. Name an empty one in DATA_DIR.`,
          );
        }
        const announceAt = announceIn === undefined ? undefined : service.clock.now() + announceIn * 1_000;
        const sheet = await sampleSheet(service, stage, { announceAt, seed, variant });
        if (json) printLines(JSON.stringify(sheet, null, 2));
        else
          printLines(...Object.entries(sheet.links).map(([role, { link }]) => `${role.padEnd(12)} ${link}`));
      } finally {
        await service.close();
      }
    });
}
