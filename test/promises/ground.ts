import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { Response } from 'supertest';
import { expect } from 'vitest';
import { rooms } from '../../src/app.ts';
import type { SampleStage } from '../../src/sample.ts';
import { CAST, JURY, jurorAddress, ownerOf, SHOWN_JURORS } from '../../src/sample-cast.ts';
import { sampleSheet } from '../../src/sample-start.ts';
import { addressOf, valuesOf } from '../house/matrix.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

/** An id of the right form that was never given to anything. */
export const NEVER = '0'.repeat(26);

/** The sample award at a stage, with a client for each part. */
export type Played = {
  stand: Stand;
  sheet: Awaited<ReturnType<typeof sampleSheet>>;
  city: Client;
  city2: Client;
  juror: Client;
  organiser: Client;
  auditor: Client;
  /** The addresses of all routes of a method, with ids of the sample filled in. */
  addresses(method: 'get' | 'post'): string[];
};

/** Plays the sample up to a stage; it takes seconds, so once a file. */
export async function playSample(stage: SampleStage): Promise<Played> {
  const stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  const sheet = await sampleSheet(stand.service, stage, {});
  const values = valuesOf({ stage, stand, sheet });
  return {
    stand,
    sheet,
    city: await stand.as(ownerOf({ slug: 'sonderborg' })),
    city2: await stand.as(ownerOf({ slug: 'bogota' })),
    juror: await stand.as(jurorAddress(SHOWN_JURORS.juror.name)),
    organiser: await stand.as(CAST.organiser.address),
    auditor: await stand.as(CAST.auditor.address),
    addresses: (method) =>
      rooms
        .flatMap((room) => room.routes)
        .filter((route) => route.method === method)
        .map((route) => `/en${addressOf(route, values(route))}`),
  };
}

/** What gives a juror of the sample away: the last name, the address. */
export const JUROR_MARKS = JURY.flatMap(([name]) => [name, jurorAddress(name)]);

/** Status, headers and body of an answer, where the addresses that it repeats are blanked. */
export function blanked(answer: Response, id: string) {
  const { date: _date, 'content-length': _length, ...headers } = answer.headers as Record<string, string>;
  return { status: answer.status, headers, text: (answer.text ?? '').replaceAll(id, 'ID') };
}

/** The thing at the address is answered as one that never existed, by any byte and header. */
export async function expectMissing(client: Client, path: (id: string) => string, id: string): Promise<void> {
  const there = blanked(await client.get(path(id)), id);
  expect([path(id), there.status]).toEqual([path(id), 404]);
  expect(there).toEqual(blanked(await client.get(path(NEVER)), NEVER));
}

/** One value of the database. */
export function value(stand: Pick<Stand, 'service'>, sql: string, ...bound: unknown[]): unknown {
  return stand.service.db.$client
    .prepare(sql)
    .pluck()
    .get(...bound);
}

/** What happened, denials aside: the length of the audit log. */
export const acts = (stand: Pick<Stand, 'service'>) =>
  value(stand, "SELECT count(*) FROM audit WHERE action <> 'request.denied'");

/** What was refused to somebody signed in. */
export const denials = (stand: Pick<Stand, 'service'>) =>
  value(stand, "SELECT count(*) FROM audit WHERE action = 'request.denied'");

/** A log that is kept line by line, to be looked into. */
export function keptLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: pino({ level: 'debug' }, into), lines };
}
