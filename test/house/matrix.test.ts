import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rooms } from '../../src/app.ts';
import { whyNotAppoint } from '../../src/people/exclusion.ts';
import type { AnyRoute } from '../../src/platform/http/route.ts';
import { admits } from '../../src/platform/http/serve.ts';
import type { Appointment, Role, Viewer } from '../../src/platform/http/viewer.ts';
import { NOBODY } from '../../src/platform/http/viewer.ts';
import { SAMPLE_STAGES } from '../../src/sample.ts';
import { sampleSheet } from '../../src/sample-start.ts';
import { openStand } from '../stand.ts';
import { addFactors, addressOf, cellOf, matrixText, type Seen, valuesOf, viewersOf } from './matrix.ts';

const routes = rooms.flatMap((room) => room.routes);
const seen: Seen[] = [];
beforeAll(async () => {
  for (const stage of SAMPLE_STAGES) {
    const stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    const sheet = await sampleSheet(stand.service, stage, {});
    await addFactors(stand);
    seen.push({ stage, stand, sheet });
  }
}, 600_000);
afterAll(async () => {
  for (const { stand } of seen) await stand.close();
});

describe('who reaches what', () => {
  it('is what the table says, for each route, role and stage', async () => {
    await expect(await matrixText(seen)).toMatchFileSnapshot('matrix.txt');
  }, 600_000);

  it('is what the service answers: a form that no page sends changes nothing, whoever sends it', async () => {
    const at = seen.find(({ stage }) => stage === 'scoring');
    if (at === undefined) throw new Error('no sample in its scoring');
    const values = valuesOf(at);
    const viewers = await viewersOf(at);
    const { db } = at.stand.service;
    const chain = () =>
      db.$client.prepare("SELECT count(*), max(seq) FROM audit WHERE action <> 'request.denied'").raw().get();
    const before = chain();
    const wrong: string[] = [];
    for (const route of routes.filter(({ method }) => method === 'post')) {
      const params = values(route);
      for (const [name, viewer, token] of viewers) {
        const answer = await fetch(`${at.stand.origin}/en${addressOf(route, params)}`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'sec-fetch-site': 'same-origin',
            'content-type': 'application/x-www-form-urlencoded',
            ...(token === null ? {} : { cookie: `sid=${token}` }),
          },
          body: 'no-page-sends-this=1',
        });
        const cell = cellOf(at, route, viewer, params);
        const expected = { o: [400, 415], '-': [404], s: [303, 401] }[cell];
        if (!expected.includes(answer.status))
          wrong.push(`${name} POST ${route.path}: ${answer.status}, the table says ${cell}`);
        await answer.arrayBuffer();
      }
    }
    expect(wrong).toEqual([]);
    expect(chain()).toEqual(before);
  }, 600_000);
});

describe('what is unknown is refused', () => {
  const as = (role: string): Viewer => ({
    ...NOBODY,
    account: { id: 'a', name: 'A', address: 'a@b.invalid', lang: 'en', timeZone: null },
    appointments: [{ role: role as Role, edition: '2027' }],
  });

  it('a role that nobody declared reaches no page of a role', () => {
    const byRole = routes.filter(({ audience }) => typeof audience !== 'string');
    expect(byRole.length).toBeGreaterThan(100);
    expect(byRole.filter((route) => admits(route, as('superuser')) !== false)).toEqual([]);
  });

  it('a route that says nothing of its audience lets nobody in', () => {
    const silent = { method: 'get', path: '/x', find: () => true } as unknown as AnyRoute;
    expect(admits(silent, as('organiser'))).toBe(false);
    const odd = { ...silent, audience: 'everybody' } as unknown as AnyRoute;
    expect(admits(odd, as('organiser'))).toBe(false);
  });

  it('a role that nobody declared is not given, and excludes whatever it stands beside', () => {
    const held: Appointment[] = [{ role: 'superuser' as Role, edition: '2027' }];
    expect(whyNotAppoint([], 'superuser' as Role, '2027')?.code).toBe('people.unknownRole');
    expect(whyNotAppoint(held, 'organiser', '2027')?.code).toBe('people.unknownRole');
  });

  it('a route that the router does not know is missing', async () => {
    const [first] = seen;
    const organiser = await first?.stand.as('ingrid.solheim-paz@award.invalid');
    for (const path of ['/en/office/2027/superuser', '/en/office/2027/people/grant', '/en/my/everything'])
      expect((await organiser?.get(path))?.status).toBe(404);
  });
});
