import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import { paths } from './platform/paths.ts';

type Verifier = { main: (args: readonly string[]) => Promise<number> };
type VerifyOptions = { key?: string; lang: string };

/** The command that checks the package of a result: it runs the verifier that is published, and nothing of the service. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check the package of a result; names the first check that fails.')
    .argument('<package>', 'the zip')
    .option('--key <key>', 'the public key that the award has published')
    .addOption(
      new Option('--lang <lang>', 'language of the report').choices(['en', 'fr', 'es']).default('en'),
    )
    .addHelpText('after', '\nExit codes: 0 every check holds, 1 one fails, 2 the file cannot be read.')
    .exitOverride()
    .action(async (file: string, { key, lang }: VerifyOptions) => {
      const address = pathToFileURL(join(paths.root, 'verifier', 'verify.mjs')).href;
      const { main } = (await import(address)) as Verifier;
      process.exitCode = await main([file, '--lang', lang, ...(key === undefined ? [] : ['--key', key])]);
    });
}
