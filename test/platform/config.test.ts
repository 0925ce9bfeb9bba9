import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/platform/config.ts';

const production = {
  NODE_ENV: 'production',
  AWARD_ORIGIN: 'https://award.example/',
  AWARD_SECRET: 's'.repeat(40),
  AWARD_SMTP_URL: 'smtp://mail.example:25',
  AWARD_MAIL_FROM: 'Award <award@example.org>',
};

describe('settings', () => {
  it('stand by themselves outside production', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      dataDir: 'data',
      production: false,
      origin: 'http://localhost:3000',
    });
  });

  it('take PORT and DATA_DIR', () => {
    expect(readConfig({ PORT: '8080', DATA_DIR: 'elsewhere' })).toMatchObject({
      port: 8080,
      dataDir: 'elsewhere',
    });
  });

  it('in production name every one that is missing', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(
      'In production these settings must be given: AWARD_ORIGIN, AWARD_SECRET, AWARD_SMTP_URL, AWARD_MAIL_FROM.',
    );
    const { AWARD_SECRET: _secret, ...rest } = production;
    expect(() => readConfig(rest)).toThrow('must be given: AWARD_SECRET.');
    expect(readConfig(production)).toMatchObject({ production: true, origin: 'https://award.example' });
  });

  it.each([
    [{ AWARD_SMPT_URL: 'smtp://x' }, 'Unknown setting AWARD_SMPT_URL'],
    [{ PORT: 'eighty' }, 'Wrong setting: PORT'],
    [{ PORT: '70000' }, 'Wrong setting: PORT'],
    [{ AWARD_SECRET: 'short' }, 'Wrong setting: AWARD_SECRET (at least 32 characters)'],
    [{ REDIS_URL: 'http://redis' }, 'Wrong setting: REDIS_URL'],
  ])('refuse %j in one line', (env, words) => {
    expect(() => readConfig(env)).toThrow(words);
  });
});
