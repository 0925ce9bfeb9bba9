import { readFileSync } from 'node:fs';

/** What a person who runs a command should know, in one line or a few; the command ends with exit code 2. */
export class CommandFault extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** The text of a file named on the command line; throws a CommandFault where it cannot be read. */
export function readNamedFile(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code ?? '';
    throw new CommandFault(`${name} cannot be read: ${REASONS[code] ?? code}.`);
  }
}

/** Prints a result: one line of JSON for programs, or indented for people. */
export function printJson(json: string, oneLine: boolean): void {
  const text = oneLine ? json : JSON.stringify(JSON.parse(json), null, 2);
  process.stdout.write(`${text}\n`);
}

/** Prints lines for people. */
export function printLines(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
