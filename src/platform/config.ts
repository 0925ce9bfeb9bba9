import { join } from 'node:path';
import { z } from 'zod';

/**
 * Every setting of the service, read once at the start. PORT, DATA_DIR, NODE_ENV and REDIS_URL bear the names
 * that hosting places give them; all others begin with AWARD_, so that a misspelt one can be told.
 */
const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(36_500);

const settings = {
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: port.default(3000),
  DATA_DIR: z.string().min(1).default('data'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  AWARD_HOST: z.string().default('127.0.0.1'),
  AWARD_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  AWARD_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  AWARD_SECRET_BEFORE: z.string().min(32, 'at least 32 characters').optional(),
  AWARD_SIGNING_KEY_FILE: z.string().min(1).optional(),
  AWARD_LOCK_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
  AWARD_METRICS_PORT: port.optional(),
  AWARD_BACKUPS: z.enum(['on', 'off']).default('on'),
  AWARD_BACKUP_DIR: z.string().min(1).optional(),
  AWARD_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  AWARD_MAIL_FROM: z.string().min(3).optional(),
  AWARD_TRUST_PROXY: z.string().optional(),
  AWARD_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).optional(),
  AWARD_KEEP_DRAFTS_DAYS: days.default(365),
  AWARD_KEEP_SESSIONS_DAYS: days.default(90),
  AWARD_KEEP_MAILS_DAYS: days.default(365),
  AWARD_BACKGROUND: z.enum(['on', 'off']).default('on'),
};

const REQUIRED_IN_PRODUCTION = ['AWARD_ORIGIN', 'AWARD_SECRET', 'AWARD_SMTP_URL', 'AWARD_MAIL_FROM'] as const;

export type Config = Readonly<{
  production: boolean;
  port: number;
  host: string;
  dataDir: string;
  origin: string;
  secret: string | undefined;
  /** The secret before the present one, while messages that it sealed may still be under way. */
  secretBefore: string | undefined;
  /** Where the key lies with which packages are signed. */
  signingKeyFile: string | undefined;
  /** How long a worker holds a message before another may take it: longer than the SMTP timeouts together. */
  lockMs: number;
  /** Port of the metrics page; none where it is not set. */
  metricsPort: number | undefined;
  backups: boolean;
  backupDir: string;
  smtpUrl: string | undefined;
  redisUrl: string | undefined;
  mailFrom: string;
  /** Whether mails stay in the local mailbox: a try-out without a mail server. */
  hasLocalMailbox: boolean;
  trustProxy: string | undefined;
  logLevel: string;
  background: boolean;
  /** How long what has no further use is kept: drafts after the result, sessions after their end, texts of mails. */
  keepDraftsDays: number;
  keepSessionsDays: number;
  keepMailsDays: number;
}>;

/** A setting that is missing, unknown or wrong: one line for the operator, never a stack. */
export class SettingsError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings from the environment; throws a SettingsError that names each fault in one line. */
export function readConfig(env: Environment): Config {
  const unknown = Object.keys(env).filter((name) => name.startsWith('AWARD_') && !(name in settings));
  if (unknown.length > 0) {
    throw new SettingsError(
      `Unknown setting ${unknown.join(', ')}. The settings are ${Object.keys(settings).join(', ')}.`,
    );
  }
  const given = Object.fromEntries(
    Object.keys(settings).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const parsed = z.object(settings).safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
    throw new SettingsError(`Wrong setting: ${faults.join('; ')}.`);
  }
  return complete(parsed.data);
}

function complete(values: z.infer<z.ZodObject<typeof settings>>): Config {
  const production = values.NODE_ENV === 'production';
  const missing = REQUIRED_IN_PRODUCTION.filter((name) => values[name] === undefined);
  if (production && missing.length > 0) {
    throw new SettingsError(`In production these settings must be given: ${missing.join(', ')}.`);
  }
  return {
    production,
    port: values.PORT,
    host: values.AWARD_HOST,
    dataDir: values.DATA_DIR,
    origin: (values.AWARD_ORIGIN ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
    secret: values.AWARD_SECRET,
    secretBefore: values.AWARD_SECRET_BEFORE,
    signingKeyFile: values.AWARD_SIGNING_KEY_FILE,
    lockMs: values.AWARD_LOCK_SECONDS * 1_000,
    metricsPort: values.AWARD_METRICS_PORT,
    backups: values.AWARD_BACKUPS === 'on',
    backupDir: values.AWARD_BACKUP_DIR ?? join(values.DATA_DIR, 'backups'),
    smtpUrl: values.AWARD_SMTP_URL,
    redisUrl: values.REDIS_URL,
    mailFrom: values.AWARD_MAIL_FROM ?? 'Learning Cities Award <secretariat@award.invalid>',
    hasLocalMailbox: !production && values.AWARD_SMTP_URL === undefined,
    trustProxy: values.AWARD_TRUST_PROXY,
    // Where somebody tries it out, the lines of requests would carry the sign-in links off the screen.
    logLevel: values.AWARD_LOG_LEVEL ?? (production ? 'info' : 'warn'),
    background: values.AWARD_BACKGROUND === 'on',
    keepDraftsDays: values.AWARD_KEEP_DRAFTS_DAYS,
    keepSessionsDays: values.AWARD_KEEP_SESSIONS_DAYS,
    keepMailsDays: values.AWARD_KEEP_MAILS_DAYS,
  };
}
