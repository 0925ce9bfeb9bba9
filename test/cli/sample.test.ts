import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endedAssignments, liveAssignments, newestProposal } from '../../src/assignment/pages.ts';
import { standingSelection } from '../../src/decision/pages.ts';
import { allEditions, versionsOf, wholeEdition } from '../../src/editions/pages.ts';
import { allInvariants } from '../../src/invariants.ts';
import { acceptedJurors, refusedSuggestions, standingConflicts } from '../../src/jury/pages.ts';
import { allNominations, nominationById } from '../../src/nominations/pages.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { paths } from '../../src/platform/paths.ts';
import { SAMPLE_STAGES, type SampleOptions, type SampleStage } from '../../src/sample.ts';
import { SHOWN_JURORS } from '../../src/sample-cast.ts';
import { sampleSheet } from '../../src/sample-start.ts';
import { readingsOfEdition } from '../../src/scoring/pages.ts';
import { waitingReopenings } from '../../src/scoring/reopening-pages.ts';
import { jurorProgress, scoresForTally } from '../../src/scoring/tally-pages.ts';
import { screenedNominations } from '../../src/screening/pages.ts';
import { tallyOf } from '../../src/tally/pages.ts';
import { openStand, type Stand } from '../stand.ts';

const MINUTES = 5 * 60_000;

type Loaded = { stand: Stand; sheet: Awaited<ReturnType<typeof sampleSheet>> };

async function load(stage: SampleStage, options: SampleOptions = {}): Promise<Loaded> {
  const stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  return { stand, sheet: await sampleSheet(stand.service, stage, options) };
}

const kept = new Map<SampleStage, Promise<Loaded>>();

/** The sample at a stage, loaded once for all that look at it. */
function at(stage: SampleStage): Promise<Loaded> {
  const known = kept.get(stage) ?? load(stage);
  kept.set(stage, known);
  return known;
}

afterAll(async () => {
  for (const loaded of kept.values()) await (await loaded).stand.close();
});

const editionIn = ({ stand }: Loaded) => {
  const id = allEditions(stand.service.db)[0]?.id ?? '';
  return wholeEdition(stand.service.db, id);
};

const cityOf = (loaded: Loaded, nomination: string) =>
  nominationById(loaded.stand.service.db, nomination)?.cityName ?? '';

/** The states of each kind of finding that the sample shows, as `kind state`. */
function findingsIn(loaded: Loaded): Set<string> {
  const { db } = loaded.stand.service;
  const screened = screenedNominations(db, editionIn(loaded), loaded.stand.clock.now());
  return new Set(screened.flatMap(({ findings }) => findings.map(({ id, state }) => `${id} ${state}`)));
}

describe.each(SAMPLE_STAGES.map((stage, far) => [stage, far] as const))('the sample at %s', (stage, far) => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await at(stage);
  }, MINUTES);

  it('keeps every invariant and a whole chain', () => {
    const { db } = loaded.stand.service;
    expect(brokenInvariants(db, allInvariants)).toEqual([]);
    expect(verifyChain(db.$client)).toBeNull();
  });

  it('has 60 nominations of five regions, two a country at most, and 15 jurors', () => {
    const { db } = loaded.stand.service;
    const all = allNominations(db, editionIn(loaded).id);
    expect(all).toHaveLength(60);
    expect(new Set(all.map(({ region }) => region)).size).toBe(5);
    const nominated = all.filter(({ state }) => state === 'nominated').map(({ country }) => country);
    for (const country of nominated)
      expect(nominated.filter((one) => one === country).length).toBeLessThanOrEqual(2);
    expect(acceptedJurors(db, editionIn(loaded).id)).toHaveLength(far < 2 ? 9 : 15);
  });

  it('shows its rules changed by two people, and a dossier that came before', () => {
    const { db } = loaded.stand.service;
    expect(versionsOf(db, editionIn(loaded).id)).toHaveLength(2);
    expect(findingsIn(loaded)).toContain('files notMet');
    expect(findingsIn(loaded)).toContain('answers notMet');
  });

  it('gives each role the ids that belong to it', () => {
    const { db } = loaded.stand.service;
    const { roles } = loaded.sheet.ids;
    for (const role of [
      'organiser',
      'approver',
      'auditor',
      'city',
      'commission',
      'juror',
      'city2',
      'juror2',
    ]) {
      expect([role, roles[role]?.nomination]).toEqual([role, expect.any(String)]);
    }
    expect(cityOf(loaded, roles.city?.nomination ?? '')).toBe('Sønderborg');
    expect(roles.commission).toEqual(roles.city);
    expect(roles.city?.file).toEqual(expect.any(String));
    if (far < 2) return;
    const readings = readingsOfEdition(db, editionIn(loaded));
    const jurors = acceptedJurors(db, editionIn(loaded).id);
    for (const [role, { name, city }] of Object.entries(SHOWN_JURORS)) {
      const own = readings.find(({ scorecard }) => scorecard === roles[role]?.scorecard);
      expect(jurors.find(({ id }) => id === own?.juror)?.name).toBe(name);
      expect(own?.city).toBe(city);
      expect(own?.assignment).toBe(roles[role]?.assignment);
    }
  });

  it('prints a link that signs in, for each role and each account', async () => {
    const { links, accounts } = loaded.sheet;
    expect(Object.keys(accounts).length).toBeGreaterThan(60 + 15 + 4);
    for (const { link } of [...Object.values(links), ...Object.values(accounts).slice(0, 3)])
      await loaded.stand.nobody.get(new URL(link).pathname).expect(200);
  });

  it('says on its pages that it is invented', async () => {
    const { text } = await loaded.stand.nobody.get('/en/2027');
    expect(text).toContain('Sample, invented.');
  });
});

describe('the sample in screening', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await at('screening');
  }, MINUTES);

  it('holds each finding in each of its states', () => {
    const found = findingsIn(loaded);
    for (const kind of ['member', 'months', 'reaward', 'commission', 'language'])
      for (const state of ['met', 'notMet', 'unclear']) expect(found).toContain(`${kind} ${state}`);
    // Nothing can leave open whether these are so, and the last three are refused before they could be not met.
    for (const kind of ['files', 'answers'])
      for (const state of ['met', 'notMet']) expect(found).toContain(`${kind} ${state}`);
    for (const kind of ['limit', 'single', 'inTime']) expect(found).toContain(`${kind} met`);
  });

  it('holds a decline, a withdrawal, a late submission by an extension with its reason', () => {
    const { db } = loaded.stand.service;
    const edition = editionIn(loaded);
    const all = allNominations(db, edition.id);
    expect(all.filter(({ state }) => state === 'declined').map(({ cityName }) => cityName)).toEqual([
      'Algiers',
    ]);
    expect(all.find(({ state }) => state === 'withdrawn')).toMatchObject({
      cityName: 'Mérida',
      withdrawalReason: expect.stringContaining('2029'),
    });
    const late = all.find(({ cityName }) => cityName === 'Villa María');
    const { closesAt } = edition.calendar.find(({ stage }) => stage === 'call') ?? { closesAt: 0 };
    expect(late?.submission?.at).toBeGreaterThan(closesAt);
    expect(late?.submission?.at).toBeLessThan(late?.extendedTo ?? 0);
    const reason = db.$client.prepare('SELECT reason FROM nomination_extensions').pluck().get();
    expect(reason).toContain('Inundación');
  });

  it('holds questions to cities: settled, answered, waiting', () => {
    const asked = screenedNominations(
      loaded.stand.service.db,
      editionIn(loaded),
      loaded.stand.clock.now(),
    ).flatMap(({ nomination, clarifications }) =>
      clarifications.map(({ answeredAt, acceptedAt }) => [
        nomination.cityName,
        answeredAt !== null,
        acceptedAt !== null,
      ]),
    );
    expect(asked).toEqual([
      ['Braga', true, true],
      ['Nairobi', false, false],
      ['Renca', true, false],
    ]);
  });

  it('is under way: some decided, some not, a shortlist begun', () => {
    const states = screenedNominations(
      loaded.stand.service.db,
      editionIn(loaded),
      loaded.stand.clock.now(),
    ).map(({ state }) => state);
    expect(states.filter((state) => state === 'ineligible').length).toBeGreaterThanOrEqual(3);
    expect(states.filter((state) => state === 'shortlisted')).toHaveLength(6);
    expect(states.filter((state) => state === 'waiting').length).toBeGreaterThan(30);
  });
});

describe('the sample in scoring', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await at('scoring');
  }, MINUTES);

  it('holds a conflict of each kind and a suggestion that was refused for good', () => {
    const { db } = loaded.stand.service;
    const kinds = new Set(standingConflicts(db, editionIn(loaded).id).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['confirmed', 'declared', 'derived', 'suggested']);
    expect(refusedSuggestions(db, editionIn(loaded).id)).toHaveLength(1);
  });

  it('holds a recusal that was replaced, and one whose replacement waits as a proposal', () => {
    const { db } = loaded.stand.service;
    const { id } = editionIn(loaded);
    const ended = endedAssignments(db, id);
    expect(ended).toHaveLength(2);
    const readers = (nomination: string) =>
      liveAssignments(db, id).filter((one) => one.nomination === nomination).length;
    expect(ended.map(({ nomination }) => readers(nomination)).sort()).toEqual([4, 5]);
    expect(newestProposal(db, id)).toMatchObject({ kind: 'top-up', appliedAt: null });
  });

  it('holds jurors behind and one who has not begun, and a locked card that waits to be opened again', () => {
    const { db } = loaded.stand.service;
    const edition = editionIn(loaded);
    const progress = jurorProgress(db, edition);
    expect(progress.find(({ name }) => name === 'Hiroshi Nakagawa')).toMatchObject({ begun: 0, locked: 0 });
    expect(progress.some(({ locked, total }) => locked > total / 2)).toBe(true);
    expect(waitingReopenings(db, edition.id)).toHaveLength(1);
  });

  it('leaves the shown card half written', async () => {
    const { address } = loaded.sheet.links.juror ?? { address: '' };
    const juror = await loaded.stand.as(address);
    await juror.get(`/en/jury/2027/scorecards/${loaded.sheet.ids.roles.juror?.scorecard}`).expect(200);
  });
});

describe('the sample in deliberation', () => {
  let first: Loaded;
  let other: Loaded;
  let variant: Loaded;
  beforeAll(async () => {
    first = await at('deliberation');
    other = await load('deliberation', { seed: 7 });
    variant = await load('deliberation', { variant: 'b' });
  }, MINUTES);
  afterAll(async () => {
    for (const { stand } of [other, variant]) await stand.close();
  });

  const awardees = (loaded: Loaded) =>
    (standingSelection(loaded.stand.service.db, editionIn(loaded).id)?.record.awardees ?? [])
      .map((nomination) => cityOf(loaded, nomination))
      .sort();
  const readers = (loaded: Loaded) =>
    liveAssignments(loaded.stand.service.db, editionIn(loaded).id)
      .map(({ juror, nomination }) => `${juror} ${nomination}`)
      .sort();
  const scores = (loaded: Loaded) =>
    scoresForTally(loaded.stand.service.db, editionIn(loaded)).scores.map(
      ({ juror, nomination, criterion, points }) => `${juror} ${nomination} ${criterion} ${points}`,
    );

  it('ranks two cities level on the last seat, and a named rule settles it', () => {
    const { ranking } = tallyOf(first.stand.service.db, editionIn(first));
    const level = ranking.filter(({ nomination }) =>
      ['Gdynia', 'Girona'].includes(cityOf(first, nomination)),
    );
    const [one, two] = level.map(({ total }) => total);
    expect(one).toEqual(two);
    const result = standingSelection(first.stand.service.db, editionIn(first).id)?.record.result;
    expect(result).toMatchObject({ status: 'optimal', unique: false, decidedBy: ['criterion:access'] });
    expect(awardees(first)).toContain('Gdynia');
    expect(awardees(first)).not.toContain('Girona');
  });

  it('holds a card that was opened again by two and locked after the stage had closed', () => {
    const { closesAt } = editionIn(first).calendar.find(({ stage }) => stage === 'scoring') ?? {
      closesAt: 0,
    };
    const late = readingsOfEdition(first.stand.service.db, editionIn(first)).filter(
      ({ lockedAt }) => (lockedAt ?? 0) > closesAt,
    );
    expect(late).toHaveLength(1);
    expect(late[0]?.openUntil).toBeGreaterThan(late[0]?.lockedAt ?? 0);
  });

  it('with another seed draws other scores and leaves all else as it is', () => {
    expect(scores(other)).not.toEqual(scores(first));
    expect(readers(other)).toEqual(readers(first));
    expect(other.sheet.ids).toEqual(first.sheet.ids);
    expect(awardees(other)).toEqual(awardees(first));
  });

  it('as the other variant differs by one awardee, and in no card of those whose pages are shown', () => {
    const [a, b] = [awardees(first), awardees(variant)];
    expect(a.filter((city) => !b.includes(city))).toEqual(['Loja']);
    expect(b.filter((city) => !a.includes(city))).toEqual(['Barranco']);
    expect(readers(variant)).toEqual(readers(first));
    expect(variant.sheet.ids).toEqual(first.sheet.ids);
    const shown = new Set(
      acceptedJurors(first.stand.service.db, editionIn(first).id)
        .filter(({ name }) => Object.values(SHOWN_JURORS).some((one) => one.name === name))
        .map(({ id }) => id),
    );
    const own = (loaded: Loaded) => scores(loaded).filter((line) => shown.has(line.split(' ')[0] ?? ''));
    expect(own(variant)).toEqual(own(first));
    expect(own(first).length).toBeGreaterThan(100);
  });
});

describe('the command', () => {
  const tsx = join(paths.root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'award-sample-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const award = (args: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [tsx, join(paths.root, 'src', 'cli.ts'), 'sample', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: folder, ...env },
    });

  it(
    'fills an empty folder once and prints links and ids with seed and variant',
    () => {
      const { status, stdout } = award(['--stage', 'call', '--seed', '7', '--variant', 'b', '--json']);
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ stage: 'call', seed: 7, variant: 'b', edition: '2027' });
      const again = award(['--stage', 'call']);
      expect(again.status).toBe(2);
      expect(again.stderr).toContain('is not empty');
    },
    MINUTES,
  );

  it.each([
    [['--seed', 'many'], '--seed takes a whole number'],
    [['--variant', 'c'], 'a, b'],
    [['--stage', 'party'], 'call, screening'],
  ])('refuses %j in one line', (args, said) => {
    const { status, stderr } = award(args);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
