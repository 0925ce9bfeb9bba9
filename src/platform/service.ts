import type { Logger } from 'pino';
import type { Act } from './act.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db } from './database.ts';
import type { FileStore } from './files.ts';
import type { Translate } from './i18n/catalogue.ts';
import type { SigningKey } from './signing-key.ts';
import type { Solve } from './solver/model.ts';
import type { WriteWatch } from './write-stop.ts';

/** Everything that a handler may use besides its request; made once at the start, and by each test for itself. */
export type Service = {
  config: Config;
  clock: Clock;
  db: Db;
  act: Act;
  translate: Translate;
  files: FileStore;
  solve: Solve;
  signingKey: SigningKey;
  log: Logger;
  /** What keeps the service from writing at present. */
  writes: WriteWatch;
};
