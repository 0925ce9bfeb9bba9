/**
 * Packages that a verifier must reject, each made from the good one by one change, with the check that must name it.
 * Whoever changes a package would put right whatever they can: `seal` signs anew with a key of their own, and `forge`
 * first carries the change through every digest that rests on it. What remains wrong is what the check is for.
 */

const { subtle } = globalThis.crypto;
const hexOf = (buffer) => Buffer.from(buffer).toString('hex');
const sha256 = async (data) => hexOf(await subtle.digest('SHA-256', Buffer.from(data)));
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.keys(value).sort(byText);
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field])}`).join(',')}}`;
}

// ---- Opening and packing --------------------------------------------------------------------------------------

/** The files of a stored zip as text, by name. */
export function unpack(zip) {
  const files = new Map();
  let at = 0;
  while (zip.readUInt32LE(at) === 0x04034b50) {
    const [size, length, extra] = [
      zip.readUInt32LE(at + 18),
      zip.readUInt16LE(at + 26),
      zip.readUInt16LE(at + 28),
    ];
    const begin = at + 30 + length + extra;
    files.set(zip.toString('utf8', at + 30, at + 30 + length), zip.toString('utf8', begin, begin + size));
    at = begin + size;
  }
  return files;
}

function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function header(signature, lead, { name, content }, rest) {
  const fixed = Buffer.alloc(signature === 0x04034b50 ? 30 : 46);
  fixed.writeUInt32LE(signature, 0);
  const at = lead;
  fixed.writeUInt16LE(20, at);
  fixed.writeUInt16LE(0x0021, at + 8);
  fixed.writeUInt32LE(crc32(content), at + 10);
  fixed.writeUInt32LE(content.length, at + 14);
  fixed.writeUInt32LE(content.length, at + 18);
  fixed.writeUInt16LE(name.length, at + 22);
  rest(fixed);
  return Buffer.concat([fixed, Buffer.from(name)]);
}

/** A stored zip of these files, in the order of their names. */
export function pack(files) {
  const bodies = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of [...files].sort(([a], [b]) => byText(a, b))) {
    const entry = { name, content: Buffer.from(text) };
    const local = header(0x04034b50, 4, entry, () => {});
    const start = offset;
    directory.push(header(0x02014b50, 6, entry, (fixed) => fixed.writeUInt32LE(start, 42)));
    bodies.push(local, entry.content);
    offset += local.length + entry.content.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
}

// ---- Putting right what a forger can --------------------------------------------------------------------------

const read = (files, name) => JSON.parse(files.get(name));
const write = (files, name, value) => files.set(name, canonical(value));

/** Changes one JSON file. */
function edit(files, name, change) {
  const value = read(files, name);
  write(files, name, change(value) ?? value);
}

/** Writes manifest and signature anew, with a key of the forger's own. */
async function seal(files, change = () => {}) {
  const { tier, edition, format } = read(files, 'manifest.json');
  const listed = [];
  for (const [name, text] of [...files].sort(([a], [b]) => byText(a, b))) {
    if (name === 'manifest.json' || name === 'signature.json') continue;
    listed.push({ name, bytes: Buffer.byteLength(text), sha256: await sha256(text) });
  }
  const manifest = { format, tier, edition, record: await sha256(files.get('record.json')), files: listed };
  write(files, 'manifest.json', change(manifest) ?? manifest);
  const keys = await subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const signature = await subtle.sign(
    { name: 'Ed25519' },
    keys.privateKey,
    Buffer.from(files.get('manifest.json')),
  );
  write(files, 'signature.json', {
    algorithm: 'Ed25519',
    publicKey: Buffer.from(await subtle.exportKey('raw', keys.publicKey)).toString('base64url'),
    signature: Buffer.from(signature).toString('base64url'),
    signs: 'manifest.json',
  });
}

/** Carries the digest of the record and of the result through approvals, result and log; then seals. */
async function forge(files) {
  const record = await sha256(files.get('record.json'));
  edit(files, 'approvals.json', (approvals) => {
    approvals.record = record;
    approvals.approved.digest = record;
  });
  const result = read(files, 'result.json');
  for (const one of [...result.earlier, result]) {
    one.result.selectionDigest = record;
    one.digest = await sha256(canonical(one.result));
  }
  write(files, 'result.json', result);
  const log = read(files, 'log.json');
  const { version, at, digest, note } = result;
  const told = {
    version,
    momentAt: Date.parse(at),
    digest,
    selection: record,
    ...(note ? { reason: note } : {}),
  };
  log.detail = canonical(told);
  log.announced.commitment = await sha256(`${log.salt}\n${log.detail}`);
  const { prev, hash: _hash, ...row } = log.announced;
  log.announced.hash = await sha256(`${prev}\n${canonical(row)}`);
  write(files, 'log.json', log);
  await seal(files);
}

/** Commits to every scorecard anew. */
async function commitAnew(files) {
  const cards = read(files, 'scorecards.json');
  for (const one of cards) one.commitment = await sha256(`${one.salt}\n${canonical(one.card)}`);
  cards.sort((a, b) => byText(a.commitment, b.commitment));
  write(files, 'scorecards.json', cards);
  const those = (isCounted) =>
    cards.filter(({ counted }) => counted === isCounted).map((one) => one.commitment);
  write(files, 'commitments.json', { counted: those(true), others: those(false) });
}

/** Has the record name the scores that the scorecards now hold. */
async function scoreAnew(files) {
  const scores = read(files, 'scorecards.json')
    .filter(({ counted }) => counted)
    .flatMap(({ card: { scorecard, nomination, juror, scores: own } }) =>
      own.map(({ criterion, points }) => ({ scorecard, nomination, juror, criterion, points })),
    )
    .sort(
      (a, b) =>
        byText(a.nomination, b.nomination) || byText(a.juror, b.juror) || byText(a.criterion, b.criterion),
    );
  const digest = await sha256(canonical(scores));
  edit(files, 'record.json', (record) => {
    record.tally.scores = digest;
  });
}

/** Has these ids win: in the record, in the result and in the table, with the total that they have. */
function crown(files, winners) {
  const record = read(files, 'record.json');
  const inside = new Set(winners);
  const awardees = record.problem.candidates.map(({ id }) => id).filter((id) => inside.has(id));
  record.awardees = awardees;
  record.result.winners = [...winners].sort(byText);
  record.result.oneOptimum = undefined;
  record.result.total = totalText(record.problem.candidates.filter(({ id }) => inside.has(id)));
  write(files, 'record.json', JSON.parse(JSON.stringify(record)));
  announce(files, awardees);
}

function announce(files, awardees) {
  const known = new Map(read(files, 'nominations.json').map((one) => [one.id, one]));
  edit(files, 'result.json', (result) => {
    result.result.awardees = awardees.map((id) => {
      const { city, country, region } = known.get(id);
      const place = {
        latitude: null,
        longitude: null,
        localName: null,
        citation: { en: '', fr: '', es: '' },
      };
      return { nomination: id, city, country, region, ...place };
    });
  });
}

function totalText(candidates) {
  const parts = candidates.map(({ score }) => [BigInt(score.num), BigInt(score.den)]);
  const den = parts.reduce((common, [, one]) => common * one, 1n);
  const num = parts.reduce((all, [top, one]) => all + top * (den / one), 0n);
  return `${num}/${den}`;
}

const winnersOf = (files) => [...read(files, 'record.json').result.winners];
const losersOf = (files) => {
  const { problem, result } = read(files, 'record.json');
  return problem.candidates.filter(({ id }) => !result.winners.includes(id));
};
const winnerRows = (files) => {
  const { problem, result } = read(files, 'record.json');
  return problem.candidates.filter(({ id }) => result.winners.includes(id));
};

/** Gives a card of a counted nomination another score. */
function changeScore(files) {
  const levels = read(files, 'definition.json').rubric.levels.map(({ points }) => points);
  edit(files, 'scorecards.json', (cards) => {
    const score = cards.find(({ counted }) => counted).card.scores[0];
    score.points = levels.find((points) => points !== score.points);
  });
}

/** Two neighbours of the ranking with different scores change places everywhere. */
function swapPlaces(files) {
  const swap = (list, at) => ([list[at], list[at + 1]] = [list[at + 1], list[at]]);
  const record = read(files, 'record.json');
  const { candidates } = record.problem;
  const at = candidates.findIndex(
    (one, place) => candidates[place + 1] && canonical(one.score) !== canonical(candidates[place + 1].score),
  );
  swap(candidates, at);
  swap(record.totals, at);
  write(files, 'record.json', record);
  edit(files, 'tally.json', ({ ranking }) => {
    swap(ranking, at);
    [ranking[at].rank, ranking[at + 1].rank] = [at + 1, at + 2];
  });
}

// ---- The mutants ----------------------------------------------------------------------------------------------

const bytes = (change) => async (zip) => change(Buffer.from(zip));
const content = (change) => async (zip) => {
  const files = unpack(Buffer.from(zip));
  await change(files);
  return pack(files);
};
const forged = (change) =>
  content(async (files) => {
    await change(files);
    await forge(files);
  });
const sealed = (change) =>
  content(async (files) => {
    await change(files);
    await seal(files);
  });

const mutant = (name, check, change, tier = 'public') => ({ name, check, tier, change });

export const MUTANTS = [
  mutant(
    'the end of the zip is cut off',
    'zip',
    bytes((zip) => zip.subarray(0, zip.length - 30)),
  ),
  mutant(
    'bytes follow the zip',
    'zip',
    bytes((zip) => Buffer.concat([zip, Buffer.from('more')])),
  ),
  mutant(
    'a byte of a file is flipped',
    'zip',
    bytes((zip) => {
      zip[zip.indexOf('"awardees"') + 3] ^= 1;
      return zip;
    }),
  ),
  mutant(
    'something lies between files and directory',
    'zip',
    bytes((zip) => {
      const end = zip.length - 22;
      const start = zip.readUInt32LE(end + 16);
      zip.writeUInt32LE(start + 4, end + 16);
      return Buffer.concat([zip.subarray(0, start), Buffer.from('hide'), zip.subarray(start)]);
    }),
  ),
  mutant(
    'a file is added that the manifest does not name',
    'manifest',
    content((files) => files.set('more.json', '{}')),
  ),
  mutant(
    'a file is left out, and the manifest with it',
    'manifest',
    sealed((files) => files.delete('jury.json')),
  ),
  mutant(
    'a file is changed under the old manifest',
    'digests',
    content((files) =>
      edit(files, 'nominations.json', ([first]) => {
        first.city = 'Elsewhere';
      }),
    ),
  ),
  mutant(
    'the manifest is changed under the old signature',
    'signature',
    content((files) =>
      edit(files, 'manifest.json', (manifest) => {
        manifest.edition = '1999';
      }),
    ),
  ),
  mutant(
    'the key is replaced under the old signature',
    'signature',
    content((files) =>
      edit(files, 'signature.json', (signature) => {
        signature.publicKey = Buffer.alloc(32, 7).toString('base64url');
      }),
    ),
  ),
  mutant(
    'a file is written with spaces',
    'json',
    sealed((files) => files.set('tally.json', JSON.stringify(read(files, 'tally.json'), null, 1))),
  ),
  mutant(
    'the record of another edition',
    'edition',
    forged((files) =>
      edit(files, 'record.json', (record) => {
        record.edition = '1999';
      }),
    ),
  ),
  mutant(
    'the result of another edition',
    'edition',
    forged((files) =>
      edit(files, 'result.json', (result) => {
        result.result.edition = 'another';
      }),
    ),
  ),
  mutant(
    'a weight is changed after the scoring',
    'rules',
    sealed((files) =>
      edit(files, 'definition.json', ({ rubric }) => {
        rubric.criteria[0].weight += 1;
      }),
    ),
  ),
  mutant(
    'the manifest names another record',
    'record',
    content((files) =>
      seal(files, (manifest) => {
        manifest.record = '0'.repeat(64);
      }),
    ),
  ),
  mutant(
    'another record was approved',
    'signoff',
    sealed((files) =>
      edit(files, 'approvals.json', ({ approved }) => {
        approved.digest = '0'.repeat(64);
      }),
    ),
  ),
  mutant(
    'one person proposed and approved',
    'signoff',
    sealed((files) =>
      edit(files, 'approvals.json', ({ proposed, approved }) => {
        approved.by = proposed.by;
      }),
    ),
  ),
  mutant(
    'it was approved before it was proposed',
    'signoff',
    sealed((files) =>
      edit(files, 'approvals.json', ({ proposed, approved }) => {
        [proposed.at, approved.at] = [approved.at, proposed.at];
      }),
    ),
  ),
  mutant(
    'a row of the log has another author',
    'log',
    sealed((files) =>
      edit(files, 'log.json', ({ announced }) => {
        announced.actor = 'somebody';
      }),
    ),
  ),
  mutant(
    'the log names another result',
    'log',
    sealed(async (files) => {
      const result = read(files, 'result.json');
      result.result.awardees[0].citation.en = 'For nothing.';
      result.digest = await sha256(canonical(result.result));
      write(files, 'result.json', result);
    }),
  ),
  mutant(
    'the commitment of a receipt is taken out',
    'commitments',
    sealed((files) =>
      edit(files, 'commitments.json', ({ counted }) => {
        counted.pop();
      }),
    ),
  ),
  mutant(
    'the commitments tell their order',
    'commitments',
    sealed((files) =>
      edit(files, 'commitments.json', ({ counted }) => {
        counted.reverse();
      }),
    ),
  ),
  mutant('a score is changed in a locked card', 'scorecards', sealed(changeScore), 'sealed'),
  mutant(
    'a card that counts is said not to',
    'scorecards',
    sealed((files) =>
      edit(files, 'scorecards.json', (cards) => {
        cards.find(({ counted }) => counted).counted = false;
      }),
    ),
    'sealed',
  ),
  mutant(
    'a card counts although its juror handed the dossier back',
    'scorecards',
    sealed((files) => {
      const { juror, nomination } = read(files, 'scorecards.json').find(({ counted }) => counted).card;
      edit(files, 'jury.json', (jury) => {
        jury.recused.push({ juror, nomination, at: '2027-04-01T00:00:00.000Z', reason: 'A tie.' });
        jury.recusals += 1;
      });
    }),
    'sealed',
  ),
  mutant(
    'a card was opened again by one person',
    'scorecards',
    sealed(async (files) => {
      edit(files, 'scorecards.json', (cards) => {
        const card = cards.find(({ counted }) => counted);
        card.counted = false;
        card.reopened = {
          at: '2027-04-01T00:00:00.000Z',
          by: 'one',
          approvedBy: 'one',
          reason: 'Typed wrongly.',
        };
      });
      await commitAnew(files);
      edit(files, 'jury.json', (jury) => {
        jury.countedCards -= 1;
      });
    }),
    'sealed',
  ),
  mutant(
    'a score is changed and committed to anew',
    'scores',
    sealed(async (files) => {
      changeScore(files);
      await commitAnew(files);
    }),
    'sealed',
  ),
  mutant(
    'a score is changed and the record made to name it',
    'totals',
    forged(async (files) => {
      changeScore(files);
      await commitAnew(files);
      await scoreAnew(files);
    }),
    'sealed',
  ),
  mutant(
    'a total differs between record and tally',
    'totals',
    forged((files) =>
      edit(files, 'record.json', ({ totals }) => {
        totals[0].total.num = String(BigInt(totals[0].total.num) + BigInt(totals[0].total.den));
      }),
    ),
  ),
  mutant(
    'a nomination is tallied that is said to have withdrawn',
    'totals',
    sealed((files) =>
      edit(files, 'nominations.json', (all) => {
        all.find(({ standing }) => standing === 'counted').standing = 'withdrawn';
      }),
    ),
  ),
  mutant(
    'the selection was made for more seats',
    'problem',
    forged((files) =>
      edit(files, 'record.json', ({ problem }) => {
        problem.seats.max += 1;
      }),
    ),
  ),
  mutant(
    'a candidate stands in another country',
    'problem',
    forged((files) =>
      edit(files, 'record.json', ({ problem }) => {
        problem.candidates[0].country = 'ZZ';
      }),
    ),
  ),
  mutant('two nominations changed places', 'ranking', forged(swapPlaces)),
  mutant(
    'a rank is better than due',
    'ranking',
    sealed((files) =>
      edit(files, 'tally.json', ({ ranking }) => {
        ranking[3].rank = 1;
      }),
    ),
  ),
  mutant(
    'a winner is none of the candidates',
    'eligible',
    forged((files) =>
      edit(files, 'record.json', ({ result }) => {
        result.winners[0] = 'nobody';
      }),
    ),
  ),
  mutant(
    'a winner more than there are seats',
    'limits',
    forged((files) => crown(files, [...winnersOf(files), losersOf(files)[0].id])),
  ),
  mutant(
    'the total of the selection is raised',
    'sum',
    forged((files) =>
      edit(files, 'record.json', ({ result }) => {
        result.total = `${result.total}1`;
      }),
    ),
  ),
  mutant(
    'a winner gives way to a worse city of its own region',
    'optimal',
    forged((files) => {
      const countries = new Set(winnerRows(files).map(({ country }) => country));
      const isFree = ({ country }, leaves) => country === leaves.country || !countries.has(country);
      for (const leaves of winnerRows(files)) {
        const enters = losersOf(files).find((one) => one.region === leaves.region && isFree(one, leaves));
        if (!enters) continue;
        crown(
          files,
          winnersOf(files).map((id) => (id === leaves.id ? enters.id : id)),
        );
        return;
      }
      throw new Error('no region has a loser');
    }),
  ),
  mutant(
    'the certificate claims another kind of proof',
    'optimal',
    forged((files) =>
      edit(files, 'record.json', ({ result }) => {
        result.certificate = { kind: 'duals', bound: result.total, prices: [], size: null };
      }),
    ),
  ),
  mutant(
    'the second best total is invented',
    'second',
    forged((files) =>
      edit(files, 'record.json', ({ result }) => {
        result.secondBestTotal = '1';
      }),
    ),
  ),
  mutant(
    'people chose where nothing was level',
    'choice',
    forged((files) =>
      edit(files, 'record.json', (record) => {
        record.choice = { chosen: record.result.winners, reason: 'We like these.', by: 'somebody' };
      }),
    ),
  ),
  mutant(
    'a city is moved in by hand without a reason',
    'overrides',
    forged((files) => {
      const nomination = losersOf(files).at(-1).id;
      edit(files, 'record.json', (record) => {
        const one = { nomination, side: 'in', reason: ' ', by: 'somebody' };
        record.byHand = { overrides: [one], breaches: [], total: record.result.total, shortfall: '0' };
      });
    }),
  ),
  mutant(
    'the awardees of the record are not its selection',
    'overrides',
    forged((files) =>
      edit(files, 'record.json', (record) => {
        record.awardees = record.awardees.slice(1);
      }),
    ),
  ),
  mutant(
    'another city is announced than was signed',
    'awardees',
    forged((files) => {
      const { awardees } = read(files, 'record.json');
      announce(files, [losersOf(files)[0].id, ...awardees.slice(1)]);
    }),
  ),
  mutant(
    'a result is corrected without a reason',
    'awardees',
    forged((files) =>
      edit(files, 'result.json', (result) => {
        const { earlier: _earlier, ...first } = structuredClone(result);
        result.earlier = [first];
        result.version += 1;
      }),
    ),
  ),
  mutant(
    'the table says another city was awarded',
    'csv',
    sealed((files) => files.set('totals.csv', files.get('totals.csv').replace('"no"', '"yes"'))),
  ),
  mutant(
    'it is not said what the package does not prove',
    'readme',
    sealed((files) => files.set('README.md', 'Trust us.')),
  ),
];
