/**
 * Verifies the package of a result, without a network and without any code of the service that made it.
 *
 *   node verify.mjs PACKAGE.zip [--key PUBLIC-KEY] [--lang en|fr|es]
 *
 * Exit code 0 where every check holds, 1 where one fails (the first is named), 2 where the file cannot be read. The
 * same file runs in a browser inside verify.html. docs/package-format.md says what each check rests on.
 */

// ---- Failures -------------------------------------------------------------------------------------------------

class Failure extends Error {}

/** Ends the check that runs, with what was found. */
function fail(text) {
  throw new Failure(text);
}

function expect(holds, text) {
  if (!holds) fail(text);
}

// ---- Exact arithmetic: fractions of whole numbers, in lowest terms --------------------------------------------

function gcd(a, b) {
  let [left, right] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left === 0n ? 1n : left;
}

function fraction(num, den = 1n) {
  if (den === 0n) fail('a fraction has the denominator 0');
  const sign = den < 0n ? -1n : 1n;
  const divisor = gcd(num, den);
  return { num: (sign * num) / divisor, den: (sign * den) / divisor };
}

const ZERO = fraction(0n);
const add = (a, b) => fraction(a.num * b.den + b.num * a.den, a.den * b.den);
const subtract = (a, b) => fraction(a.num * b.den - b.num * a.den, a.den * b.den);
const multiply = (a, b) => fraction(a.num * b.num, a.den * b.den);
const divide = (a, b) => fraction(a.num * b.den, a.den * b.num);
const sum = (all) => all.reduce(add, ZERO);

function compare(a, b) {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const same = (a, b) => (a === null || b === null ? a === b : compare(a, b) === 0);
const show = (a) => (a === null ? 'none' : `${a.num}/${a.den}`);

/** Reads {"num","den"}, as files write a fraction; null stays null. */
function readFraction(value) {
  if (value === null) return null;
  const { num, den } = value;
  expect(/^-?\d+$/.test(num) && /^[1-9]\d*$/.test(den), 'a fraction is no fraction of whole numbers');
  return fraction(BigInt(num), BigInt(den));
}

/** Reads "12", "-0.25" or "5/3"; null where the text is none of them. */
function readFigure(text) {
  const found = /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text);
  if (!found) return null;
  const [, sign, whole, decimals = '', den = '1'] = found;
  if (BigInt(den) === 0n) return null;
  const size = BigInt(whole + decimals);
  return fraction(sign === '-' ? -size : size, BigInt(den) * 10n ** BigInt(decimals.length));
}

/** The nearest multiple of a quantum, halves away from zero; a quantum of null rounds nothing. */
function rounded(value, quantum) {
  if (quantum === null) return value;
  const parts = divide(value, quantum);
  const size = parts.num < 0n ? -parts.num : parts.num;
  const nearest = (2n * size + parts.den) / (2n * parts.den);
  return multiply(fraction(parts.num < 0n ? -nearest : nearest), quantum);
}

// ---- Bytes, digests, canonical JSON ---------------------------------------------------------------------------

const { subtle } = globalThis.crypto;
const encode = (text) => new TextEncoder().encode(text);
const hexOf = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const sha256 = async (data) =>
  hexOf(await subtle.digest('SHA-256', typeof data === 'string' ? encode(data) : data));

function fromBase64url(text) {
  expect(typeof text === 'string' && /^[\w-]*$/.test(text), 'text that is no base64url');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}

/** Canonical JSON (RFC 8785): fields by code unit, no space, numbers and texts as JSON writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.keys(value).sort(byText);
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field])}`).join(',')}}`;
}

const digestOf = (value) => sha256(canonical(value));

function byText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

const isSorted = (list) => list.every((one, at) => at === 0 || list[at - 1] < one);
const equalLists = (a, b) => a.length === b.length && a.every((one, at) => one === b[at]);
const equalSets = (a, b) => equalLists([...a].sort(byText), [...b].sort(byText));

// ---- Zip: entries stored one after the other, and nothing between them ----------------------------------------

const CRC = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest >>> 0;
});

function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = CRC[(rest ^ byte) & 255] ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** The entries of a zip by name; whatever is compressed, hidden between entries or named twice fails. */
function readZip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  expect(
    end >= 0 && view.getUint32(end, true) === 0x06054b50,
    'this is no zip, or it does not end where a zip ends',
  );
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  expect(
    start + view.getUint32(end + 12, true) === end,
    'the directory of the zip is not where it should be',
  );
  const entries = new Map();
  let at = start;
  let next = 0;
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(bytes, view, at);
    expect(!entries.has(entry.name), `${entry.name} stands twice in the zip`);
    expect(entry.offset === next, `something lies before ${entry.name}`);
    entries.set(entry.name, entry.content);
    at = entry.nextHeader;
    next = entry.end;
  }
  expect(at === end && next === start, 'the zip holds something that its directory does not name');
  expect(isSorted([...entries.keys()]), 'the entries of the zip are not in order');
  return entries;
}

function readEntry(bytes, view, at) {
  expect(view.getUint32(at, true) === 0x02014b50, 'the directory of the zip is broken');
  const name = nameAt(bytes, at + 46, view.getUint16(at + 28, true));
  const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true)];
  expect(view.getUint16(at + 10, true) === 0, `${name} is compressed`);
  expect(size === view.getUint32(at + 24, true), `${name} has two sizes`);
  const offset = view.getUint32(at + 42, true);
  expect(view.getUint32(offset, true) === 0x04034b50, `${name} is not where the directory says`);
  const nameLength = view.getUint16(offset + 26, true);
  expect(nameAt(bytes, offset + 30, nameLength) === name, `${name} has another name where it lies`);
  const begin = offset + 30 + nameLength + view.getUint16(offset + 28, true);
  const content = bytes.subarray(begin, begin + size);
  expect(content.length === size && crc32(content) === crc, `${name} does not have its checksum`);
  // The sizes may follow the content where they were not known before it.
  const described = (view.getUint16(offset + 6, true) & 8) === 8 ? 16 : 0;
  const extra = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  return { name, content, offset, end: begin + size + described, nextHeader: at + 46 + name.length + extra };
}

function nameAt(bytes, at, length) {
  const name = String.fromCharCode(...bytes.subarray(at, at + length));
  expect(
    /^[A-Za-z][A-Za-z0-9-]*\.(json|md|csv)$/.test(name),
    'an entry has a name that no file of a package has',
  );
  return name;
}

// ---- The checks, in their order -------------------------------------------------------------------------------

const FILES = {
  public: [
    ...[
      'FORMAT.md',
      'README.md',
      'approvals.json',
      'commitments.json',
      'definition.json',
      'edition.json',
      'jury.json',
    ],
    ...['log.json', 'nominations.json', 'record.json', 'result.json', 'tally.json', 'totals.csv'],
  ],
};
FILES.sealed = [...FILES.public, 'scorecards.json'].sort(byText);

/** Each check gets what was read so far, may add to it, and fails or returns what it could not check. */
const CHECKS = {
  zip(at) {
    at.entries = readZip(at.bytes);
    at.texts = new Map();
    for (const [name, content] of at.entries) {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
      at.texts.set(name, text);
    }
  },

  manifest(at) {
    at.manifest = parsed(at, 'manifest.json');
    const { format, tier, files } = at.manifest;
    expect(
      format === 'learning-cities-award/package/1',
      'this is no package, or of a format that is not known here',
    );
    expect(FILES[tier] !== undefined, `there is no tier ${tier}`);
    expect(
      equalLists(
        files.map(({ name }) => name),
        FILES[tier],
      ),
      'the manifest does not name the files of its tier',
    );
    const others = [...at.entries.keys()].filter(
      (name) => name !== 'manifest.json' && name !== 'signature.json',
    );
    expect(equalLists(others, FILES[tier]), 'the zip does not hold the files of its tier');
    at.isSealed = tier === 'sealed';
  },

  async digests(at) {
    for (const { name, bytes, sha256: digest } of at.manifest.files) {
      const content = at.entries.get(name);
      expect(content.length === bytes, `${name} has ${content.length} bytes, the manifest says ${bytes}`);
      expect((await sha256(content)) === digest, `${name} is not the file of the manifest`);
    }
  },

  async signature(at) {
    const { algorithm, publicKey, signature, signs } = parsed(at, 'signature.json');
    expect(algorithm === 'Ed25519' && signs === 'manifest.json', 'the signature is of another kind');
    at.key = publicKey;
    if (at.expectedKey !== null)
      expect(publicKey === at.expectedKey, 'it was signed with another key than the given one');
    let key;
    try {
      key = await subtle.importKey('raw', fromBase64url(publicKey), { name: 'Ed25519' }, false, ['verify']);
    } catch (fault) {
      if (fault?.name === 'NotSupportedError') return 'noEd25519';
      throw fault;
    }
    const bytes = at.entries.get('manifest.json');
    const holds = await subtle.verify({ name: 'Ed25519' }, key, fromBase64url(signature), bytes);
    expect(holds, 'the signature is not that of this manifest');
    return at.expectedKey === null ? 'anyKey' : undefined;
  },

  json(at) {
    for (const [name, text] of at.texts) {
      if (!name.endsWith('.json')) continue;
      expect(canonical(parsed(at, name)) === text, `${name} is not canonical JSON`);
    }
    for (const name of FILES[at.manifest.tier]) {
      if (name.endsWith('.json')) at[name.slice(0, -5)] = parsed(at, name);
    }
  },

  edition(at) {
    const { slug } = at.edition;
    expect(at.manifest.edition === slug, 'the manifest names another edition');
    expect(at.record.edition === slug, 'the record belongs to another edition');
    const { announced } = at.log;
    expect(announced.edition === at.result.result.edition, 'the result belongs to another edition');
  },

  async rules(at) {
    const digest = await sha256(at.entries.get('definition.json'));
    expect(at.record.rules === digest, 'the record was made under other rules');
    const { versions } = at.edition;
    expect(isSorted(versions.map(({ version }) => version)), 'the versions of the rules are out of order');
    expect(versions.at(-1)?.digest === digest, 'the rules are not the newest version');
    at.definitions = new Set(versions.map((one) => one.digest));
  },

  async record(at) {
    expect(at.record.format === 'learning-cities-award/record/1', 'the record has another format');
    at.digest = await sha256(at.entries.get('record.json'));
    expect(at.manifest.record === at.digest, 'the record is not the one that the manifest names');
  },

  signoff(at) {
    const { record, proposed, approved } = at.approvals;
    expect(record === at.digest, 'the approvals are those of another record');
    expect(approved.digest === at.digest, 'what was approved is another record');
    expect(Boolean(proposed.by) && Boolean(approved.by), 'a signature has no author');
    expect(proposed.by !== approved.by, 'one person proposed and approved');
    expect(proposed.at <= approved.at, 'it was approved before it was proposed');
    expect(Date.parse(approved.at) <= at.log.announced.at, 'it was announced before it was approved');
  },

  async log(at) {
    const { tallied, announced, salt, detail } = at.log;
    const { head } = at.record.tally;
    for (const row of [tallied, announced]) if (row) await checkRow(row);
    expect((tallied === null) === (head === null), 'the close of the tally has no row');
    if (head)
      expect(tallied.seq === head.seq && tallied.hash === head.hash, 'the tally closed at another head');
    expect(!tallied || tallied.seq < announced.seq, 'the tally closed after the announcement');
    expect(
      (await sha256(`${salt}\n${detail}`)) === announced.commitment,
      'the log tells of another announcement',
    );
    const told = JSON.parse(detail);
    expect(announced.object === at.result.id, 'the log names another announcement');
    expect(told.selection === at.digest, 'the log names another record');
    expect(told.digest === at.result.digest, 'the log names another result');
    expect(told.version === at.result.version, 'the log names another version of the result');
    expect(told.momentAt === Date.parse(at.result.at), 'the log names another moment');
  },

  commitments(at) {
    const { counted, others } = at.commitments;
    for (const list of [counted, others]) {
      expect(isSorted(list), 'the commitments are out of order, or one stands twice');
      expect(
        list.every((one) => /^[0-9a-f]{64}$/.test(one)),
        'a commitment is no digest',
      );
    }
    expect(
      counted.every((one) => !others.includes(one)),
      'a commitment both counts and does not',
    );
    expect(counted.length === at.jury.countedCards, 'another number of cards is said to count');
  },

  async scorecards(at) {
    if (!at.isSealed) return 'sealedOnly';
    await Promise.all(at.scorecards.map((one) => checkCard(at, one)));
    const those = (isCounted) => at.scorecards.filter(({ counted }) => counted === isCounted);
    const commitmentsOf = (cards) => cards.map(({ commitment }) => commitment);
    expect(
      equalLists(commitmentsOf(those(true)), at.commitments.counted),
      'other cards count than the commitments say',
    );
    expect(
      equalLists(commitmentsOf(those(false)), at.commitments.others),
      'a card that does not count is missing',
    );
    const pairs = those(true).map(({ card }) => `${card.nomination} ${card.juror}`);
    expect(new Set(pairs).size === pairs.length, 'two cards of one juror on one nomination count');
    const jurors = new Set(at.scorecards.map(({ card }) => card.juror));
    expect(jurors.size === at.jury.jurors, 'another number of jurors is given');
    const recused = new Set(at.jury.recused.map(({ nomination, juror }) => `${nomination} ${juror}`));
    expect(
      pairs.every((pair) => !recused.has(pair)),
      'a card counts although its juror handed the dossier back',
    );
    expect(at.jury.recused.length === at.jury.recusals, 'another number of recusals is given');
  },

  async scores(at) {
    if (!at.isSealed) return 'sealedOnly';
    const scores = at.scorecards
      .filter(({ counted }) => counted)
      .flatMap(({ card: { scorecard, nomination, juror, scores: own } }) =>
        own.map(({ criterion, points }) => ({ scorecard, nomination, juror, criterion, points })),
      )
      .sort(
        (a, b) =>
          byText(a.nomination, b.nomination) || byText(a.juror, b.juror) || byText(a.criterion, b.criterion),
      );
    expect((await digestOf(scores)) === at.record.tally.scores, 'the record was made from other scores');
    const counted = new Set(scores.map(({ nomination, juror }) => `${nomination} ${juror}`));
    const missing = at.record.missing.find(({ nomination, juror }) => counted.has(`${nomination} ${juror}`));
    expect(missing === undefined, 'a card is said to be missing and counts');
  },

  totals(at) {
    const { totals } = at.record;
    const { ranking } = at.tally;
    expect(at.tally.decides === at.record.decides, 'record and tally say that other values decide');
    expect(equalLists(totals.map(idOf), ranking.map(idOf)), 'record and tally are not in the same order');
    totals.forEach(({ total }, place) => {
      const [own, listed] = [readFraction(total), readFraction(ranking[place].total)];
      expect(same(own, listed), `${idOf(ranking[place])} has two totals: ${show(own)} and ${show(listed)}`);
    });
    const counted = at.nominations.filter(({ standing }) => standing === 'counted').map(({ id }) => id);
    expect(equalSets(counted, ranking.map(idOf)), 'other nominations are tallied than are said to count');
    if (!at.isSealed) return 'sealedOnly';
    const rubric = rubricOf(at.definition);
    const cards = cardsByNomination(at.scorecards);
    for (const place of ranking) checkPlace(place, cards.get(place.nomination) ?? [], rubric);
  },

  async problem(at) {
    const { problem, decides } = at.record;
    const { selection } = at.definition.rules;
    const seats =
      typeof selection.seats === 'number' ? { min: selection.seats, max: selection.seats } : selection.seats;
    const threshold = selection.threshold === null ? null : readFigure(selection.threshold);
    expect(canonical(problem.seats) === canonical(seats), 'the selection was made for other seats');
    expect(
      problem.maxPerCountry === selection.maxPerCountry,
      'the selection was made with another limit a country',
    );
    expect(same(readFraction(problem.threshold), threshold), 'the selection was made with another threshold');
    expect(
      canonical(problem.tieRules) === canonical(selection.tieRules),
      'the selection was made with other tie rules',
    );
    const bounds = Object.entries(selection.regions).map(([name, { min = 0, max = null }]) => [
      name,
      { min, max },
    ]);
    const isSame = canonical(problem.regions) === canonical(Object.fromEntries(bounds));
    expect(
      isSame && problem.groups.length === 0,
      'the selection was made with other limits a region or group',
    );
    at.candidates = problem.candidates.map(readCandidate);
    const tallied = at.tally.ranking.filter(({ total }) => total !== null);
    expect(
      equalLists(
        at.candidates.map(({ id }) => id),
        tallied.map(idOf),
      ),
      'the selection was made among others',
    );
    const placed = new Map(at.nominations.map((one) => [one.id, one]));
    await Promise.all(at.candidates.map((one, place) => checkCandidate(at, one, tallied[place], placed)));
    if (decides !== 'totals') return 'adjusted';
  },

  ranking(at) {
    const byId = new Map(at.candidates.map((one) => [one.id, one]));
    let before = null;
    at.tally.ranking.forEach(({ nomination, rank }, place) => {
      const candidate = byId.get(nomination) ?? null;
      if (candidate === null) {
        expect(rank === null, `${nomination} has a rank and no total`);
        return;
      }
      const order = before && orderOf(at, before.candidate, candidate);
      expect(order === null || order <= 0, `${nomination} stands behind a nomination that it is better than`);
      const due = order === 0 ? before.rank : place + 1;
      expect(rank === due, `${nomination} has rank ${rank}, due is ${due}`);
      before = { candidate, rank: due };
    });
  },

  eligible(at) {
    const { result } = at.record;
    const threshold = readFraction(at.record.problem.threshold);
    at.eligible = at.candidates.filter(({ score }) => threshold === null || compare(score, threshold) >= 0);
    at.limits = limitsOf(at.record.problem, at.eligible);
    if (result.status !== 'optimal') {
      expect(
        result.status === 'infeasible',
        `a selection with the status ${result.status} cannot be announced`,
      );
      at.chosen = null;
      return;
    }
    at.chosen = result.winners ?? result.oneOptimum;
    at.total = readFigure(result.total);
    const known = new Set(at.eligible.map(({ id }) => id));
    const stranger = at.chosen.find((id) => !known.has(id));
    expect(stranger === undefined, `${stranger} is unknown or under the threshold`);
    expect(new Set(at.chosen).size === at.chosen.length, 'a winner stands twice');
  },

  limits(at) {
    if (at.chosen === null) return;
    const inside = new Set(at.chosen);
    for (const { rule, members, min, max } of at.limits) {
      const count = countIn(members, inside);
      expect(count >= min && (max === null || count <= max), `${rule} is broken: chosen are ${count}`);
    }
  },

  sum(at) {
    if (at.chosen === null) return;
    const total = totalOf(at.eligible, new Set(at.chosen));
    expect(same(total, at.total), `the scores of the selection add up to ${show(total)}`);
  },

  number(at) {
    const { problem, result } = at.record;
    if (at.chosen === null || at.chosen.length === problem.seats.max) return;
    const { certificate } = result;
    const winners = at.chosen.length;
    expect(
      certificate.size?.winners === winners,
      `nothing proves that ${winners} is the largest number of winners`,
    );
    if (certificate.kind === 'swaps') return checkAdditions(at);
    const tree =
      certificate.kind === 'duals'
        ? { prices: certificate.size.prices, clash: false }
        : certificate.size.tree;
    if (tree === null) return 'solver';
    const ones = at.eligible.map(({ id }) => ({ id, score: fraction(1n) }));
    checkTree({ candidates: ones, limits: at.limits, value: fraction(BigInt(winners)) }, tree);
  },

  optimal(at) {
    const { certificate, cause } = at.record.result;
    if (at.chosen === null) return checkClash(at, cause);
    const winners = at.chosen.length;
    at.fixed = at.limits.map((one) => (one.rule === 'seats' ? { ...one, min: winners, max: winners } : one));
    const whole = { candidates: at.eligible, limits: at.fixed, value: at.total };
    if (certificate.kind === 'duals') return checkTree(whole, { prices: certificate.prices, clash: false });
    if (certificate.kind === 'bound' && certificate.restsOn === 'cases')
      return checkTree(whole, certificate.tree);
    if (certificate.kind === 'bound') {
      const bound = boundOf(whole, certificate.tree.prices, new Map(), false);
      expect(
        same(bound, readFigure(certificate.relaxation)),
        `the prices do not bound the total by ${certificate.relaxation}`,
      );
      return 'solver';
    }
    expect(certificate.kind === 'swaps', 'the certificate is of no known kind');
    checkNested(at);
    at.nearest = checkSwaps(at);
  },

  second(at) {
    if (at.chosen === null || at.record.result.certificate.kind !== 'swaps') return 'crossing';
    const { secondBestTotal, unique } = at.record.result;
    const second = at.nearest && subtract(at.total, at.nearest);
    expect(
      same(second, secondBestTotal === null ? null : readFigure(secondBestTotal)),
      `the second best total is ${show(second)}`,
    );
    expect(
      unique === (at.nearest === null || at.nearest.num !== 0n),
      'it is said wrongly whether another selection is as good',
    );
  },

  choice(at) {
    const { choice, result } = at.record;
    if (choice === null) return;
    expect(result.status === 'optimal' && result.winners === null, 'people chose where nothing was level');
    expect(Boolean(choice.reason) && Boolean(choice.by), 'people chose without a reason');
    const inside = new Set(choice.chosen);
    expect(inside.size === at.chosen.length, 'people chose another number of winners');
    for (const { rule, members, min, max } of at.limits) {
      const count = countIn(members, inside);
      expect(count >= min && (max === null || count <= max), `what people chose breaks ${rule}`);
    }
    expect(same(totalOf(at.eligible, inside), at.total), 'what people chose is not as good as the best');
  },

  overrides(at) {
    const { byHand, choice, awardees, result } = at.record;
    const base = result.status === 'infeasible' ? [] : (result.winners ?? choice?.chosen ?? null);
    expect(base !== null && awardees !== null, 'a tie is open and nobody has chosen');
    const moved = new Set(base);
    for (const { nomination, side, reason, by } of byHand?.overrides ?? []) {
      expect(Boolean(reason?.trim()) && Boolean(by), `${nomination} was moved without a reason`);
      if (side === 'in') moved.add(nomination);
      else moved.delete(nomination);
    }
    const ordered = at.candidates.map(({ id }) => id).filter((id) => moved.has(id));
    expect(equalLists(ordered, awardees), 'the awardees are not the selection with the cities moved by hand');
    expect(ordered.length === moved.size, 'an awardee is none of the candidates');
    if (byHand) checkByHand(at, byHand, moved);
  },

  async awardees(at) {
    const { earlier, ...newest } = at.result;
    for (const one of [...earlier, newest]) {
      expect(
        (await digestOf(one.result)) === one.digest,
        'a version of the result is not what its digest names',
      );
      expect(one.result.selectionDigest === at.digest, 'a version of the result names another record');
      const shown = one.result.awardees.map(idOf);
      expect(equalLists(shown, at.record.awardees), 'the announced awardees are not those of the record');
    }
    const numbers = [...earlier, newest].map(({ version }) => version);
    expect(isSorted(numbers), 'the versions of the result are out of order');
    const corrections = [...earlier, newest].slice(1);
    expect(
      corrections.every(({ note }) => Boolean(note)),
      'a correction has no reason',
    );
    const byId = new Map(at.nominations.map((one) => [one.id, one]));
    for (const { nomination, city, country, region } of newest.result.awardees) {
      const own = byId.get(nomination);
      const isSame = own.city === city && own.country === country && own.region === region;
      expect(isSame, `${city} is announced under another name or place than it was nominated`);
    }
  },

  csv(at) {
    const known = new Map(at.nominations.map((one) => [one.id, one]));
    const awarded = new Set(at.record.awardees);
    const rows = at.tally.ranking.map(({ nomination, rank, total }) => {
      const { city, country, region } = known.get(nomination);
      const figure = total ? `${total.num}/${total.den}` : '';
      return [
        nomination,
        city,
        country,
        region,
        String(rank ?? ''),
        figure,
        awarded.has(nomination) ? 'yes' : 'no',
      ];
    });
    const heads = ['nomination', 'city', 'country', 'region', 'rank', 'total', 'awarded'];
    const text = [heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
    expect(text === at.texts.get('totals.csv'), 'totals.csv does not say what the other files say');
  },

  readme(at) {
    expect(
      at.texts.get('README.md').includes('What no package proves'),
      'it is not said what the package does not prove',
    );
    expect(at.texts.get('FORMAT.md').length > 1000, 'the description of the format is missing');
  },
};

/** The names of all checks, in their order. */
export const CHECK_NAMES = Object.keys(CHECKS);

// ---- What the checks are made of ------------------------------------------------------------------------------

function parsed(at, name) {
  const text = at.texts.get(name);
  expect(text !== undefined, `${name} is missing`);
  return JSON.parse(text);
}

const idOf = ({ nomination }) => nomination;
const countIn = (members, inside) => [...inside].filter((id) => members.has(id)).length;

function totalOf(candidates, inside) {
  return sum(candidates.filter(({ id }) => inside.has(id)).map(({ score }) => score));
}

// A spreadsheet takes what begins like this for a formula; an apostrophe before it keeps it text.
function cell(text) {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

async function checkRow({ prev, hash, ...row }) {
  const { seq, at, actor, action, edition, object, commitment } = row;
  const text = canonical({ seq, at, actor, action, edition, object, commitment });
  expect((await sha256(`${prev}\n${text}`)) === hash, `row ${seq} of the log does not have its hash`);
}

async function checkCard(at, { commitment, salt, card, counted, reopened }) {
  const found = await sha256(`${salt}\n${canonical(card)}`);
  expect(found === commitment, 'a scorecard is not the one that its juror has the receipt of');
  expect(card.edition === at.edition.slug, 'a scorecard belongs to another edition');
  expect(at.definitions.has(card.definition.digest), 'a scorecard was given under other rules');
  const { criteria, levels } = at.definition.rubric;
  const known = criteria.map(({ id }) => id);
  expect(
    equalSets(
      card.scores.map(({ criterion }) => criterion),
      known,
    ),
    'a scorecard lacks a criterion, or has one more',
  );
  const points = new Set(levels.map((level) => level.points));
  expect(
    card.scores.every((one) => points.has(one.points)),
    'a score is none of the levels',
  );
  expect(!(counted && reopened), 'a card that was opened again counts');
  if (reopened === null) return;
  expect(
    Boolean(reopened.reason) && reopened.by !== reopened.approvedBy,
    'a card was opened again without two people and a reason',
  );
}

/** The rubric with exact weights: the highest level everywhere is worth 100 points. */
function rubricOf({ rubric }) {
  const { criteria, levels, method, trim = 0, rounding = {} } = rubric;
  const highest = BigInt(Math.max(...levels.map(({ points }) => points)));
  const whole = BigInt(criteria.reduce((all, { weight }) => all + weight, 0));
  const quantum = (text) => (text === undefined ? null : readFigure(text));
  return {
    criteria: criteria.map(({ id, weight }) => ({
      id,
      weight: fraction(BigInt(weight) * 100n, whole * highest),
    })),
    method,
    trim,
    perCriterion: quantum(rounding.criterion),
    perWeight: quantum(rounding.weighted),
  };
}

function cardsByNomination(scorecards) {
  const groups = new Map();
  for (const { card, counted } of scorecards) {
    if (!counted) continue;
    if (!groups.has(card.nomination)) groups.set(card.nomination, []);
    groups
      .get(card.nomination)
      .push(new Map(card.scores.map(({ criterion, points }) => [criterion, points])));
  }
  return groups;
}

function checkPlace({ nomination, ...told }, cards, rubric) {
  const criteria = rubric.criteria.map(({ id }) =>
    criterionResult(
      cards.map((card) => card.get(id)),
      rubric,
    ),
  );
  const weighted = rubric.criteria.map(
    ({ weight }, at) => criteria[at] && rounded(multiply(criteria[at], weight), rubric.perWeight),
  );
  const total = cards.length === 0 ? null : sum(weighted);
  const own = cards
    .map((card) =>
      sum(rubric.criteria.map(({ id, weight }) => multiply(fraction(BigInt(card.get(id))), weight))),
    )
    .sort(compare);
  const median =
    own.length === 0 ? null : divide(add(own[(own.length - 1) >> 1], own[own.length >> 1]), fraction(2n));
  const all = cards.flatMap((card) => [...card.values()]);
  const lowest = all.length === 0 ? null : fraction(BigInt(Math.min(...all)));
  const expectFigure = (name, found, given) =>
    expect(
      same(found, readFraction(given)),
      `${nomination}: the ${name} is ${show(found)}, not ${show(readFraction(given))}`,
    );
  expect(
    told.scorecards === cards.length,
    `${nomination}: ${cards.length} cards count, not ${told.scorecards}`,
  );
  criteria.forEach((found, at) => {
    expectFigure(`result on ${rubric.criteria[at].id}`, found, told.criteria[at]);
  });
  expectFigure('total', total, told.total);
  expectFigure('median', median, told.median);
  expectFigure('lowest score', lowest, told.lowestScore);
}

/** The mean of the scores that the method keeps: all, those left after trimming, the one or two in the middle. */
function criterionResult(points, { method, trim, perCriterion }) {
  const sorted = [...points].sort((a, b) => a - b);
  const cut = method === 'mean' ? 0 : method === 'trimmed' ? trim : Math.floor((sorted.length - 1) / 2);
  const kept = sorted.slice(cut, Math.max(cut, sorted.length - cut));
  if (kept.length === 0) return null;
  const all = kept.reduce((total, one) => total + BigInt(one), 0n);
  return rounded(fraction(all, BigInt(kept.length)), perCriterion);
}

function readCandidate({ id, country, region, score, tie }) {
  const values = Object.entries(tie).map(([key, value]) => [key, readFraction(value)]);
  return { id, country, region, score: readFraction(score), tie: new Map(values) };
}

const tieKey = (rule) => (rule.by === 'criterion' ? `criterion:${rule.id}` : rule.by);

async function checkCandidate(at, candidate, place, placed) {
  const { id, score, tie } = candidate;
  const own = placed.get(id);
  expect(
    own.country === candidate.country && own.region === candidate.region,
    `${id} stands in another country or region`,
  );
  if (at.record.decides === 'totals')
    expect(same(score, readFraction(place.total)), `${id} has another score than its total`);
  const ids = at.definition.rubric.criteria.map((one) => one.id);
  for (const rule of at.record.problem.tieRules) {
    const given = tie.get(tieKey(rule)) ?? null;
    if (rule.by === 'lot') {
      // The smallest digest comes first, and a larger value is better.
      const lot = -BigInt(`0x${await sha256(`${rule.seed}\n${id}`)}`);
      expect(same(given, fraction(lot)), `${id} drew another lot`);
    } else if (at.isSealed) {
      const value = rule.by === 'criterion' ? place.criteria[ids.indexOf(rule.id)] : place[rule.by];
      expect(same(given, readFraction(value)), `${id} has another value under ${tieKey(rule)}`);
    }
  }
}

/** Below 0 where the first is better: by score, then by the tie rules in their order. */
function orderOf(at, first, second) {
  const byScore = compare(second.score, first.score);
  return byScore !== 0 ? byScore : -tieOrder(at, first, second);
}

/** Above 0 where the tie rules prefer the first; what has no value comes last. */
function tieOrder(at, first, second) {
  for (const rule of at.record.problem.tieRules) {
    const [one, other] = [first.tie.get(tieKey(rule)) ?? null, second.tie.get(tieKey(rule)) ?? null];
    const order = one && other ? compare(one, other) : Number(one !== null) - Number(other !== null);
    if (order !== 0) return order;
  }
  return 0;
}

/** Every rule of the problem as a set of candidates with how many of them at least and at most (null: no limit). */
function limitsOf(problem, eligible) {
  const those = (keep) => new Set(eligible.filter(keep).map(({ id }) => id));
  const countries =
    problem.maxPerCountry === null ? [] : [...new Set(eligible.map(({ country }) => country))];
  return [
    { rule: 'seats', members: those(() => true), ...problem.seats },
    ...countries.map((name) => {
      return {
        rule: `country:${name}`,
        members: those((one) => one.country === name),
        min: 0,
        max: problem.maxPerCountry,
      };
    }),
    ...Object.entries(problem.regions).map(([name, { min, max }]) => {
      return { rule: `region:${name}`, members: those((one) => one.region === name), min, max };
    }),
  ];
}

// ---- Proofs: weak duality, and single swaps where the rules are nested ----------------------------------------

/** Walks a tree of cases: each end must bound its case below the next possible total, or prove it empty. */
function checkTree(whole, tree) {
  const step = whole.candidates.reduce(
    (common, { score }) => (common * score.den) / gcd(common, score.den),
    1n,
  );
  const next = add(whole.value, fraction(1n, step));
  walk(whole, tree, new Map(), (clash, bound) => (clash ? bound.num < 0n : compare(bound, next) < 0));
}

function walk(whole, node, fixed, isClosed) {
  if ('on' in node) {
    expect(!fixed.has(node.on), `the case of ${node.on} is split twice`);
    expect(
      whole.candidates.some(({ id }) => id === node.on),
      `${node.on} is unknown`,
    );
    walk(whole, node.in, new Map([...fixed, [node.on, true]]), isClosed);
    walk(whole, node.out, new Map([...fixed, [node.on, false]]), isClosed);
    return;
  }
  const bound = boundOf(whole, node.prices, fixed, node.clash);
  expect(isClosed(node.clash, bound), `the prices allow ${show(bound)}, which does not close the case`);
}

/** What the limits are worth at these prices, and what each candidate earns above them: no selection has more. */
function boundOf({ candidates, limits }, prices, fixed, isClash) {
  const earned = new Map(candidates.map(({ id, score }) => [id, isClash ? ZERO : score]));
  let bound = ZERO;
  for (const { rule, price } of prices) {
    const value = readFigure(price);
    expect(value !== null, `a price is no number: ${price}`);
    const side = value.num > 0n ? 'max' : 'min';
    const limit = limits.find((one) => ruleName(one.rule, side) === rule);
    expect(limit !== undefined && limit[side] !== null, `a price stands at ${rule}, where no limit is`);
    bound = add(bound, multiply(value, fraction(BigInt(limit[side]))));
    for (const id of limit.members) earned.set(id, subtract(earned.get(id), value));
  }
  for (const [id, gain] of earned) {
    if (fixed.get(id) === true || (!fixed.has(id) && gain.num > 0n)) bound = add(bound, gain);
  }
  return bound;
}

const ruleName = (rule, side) => (rule === 'seats' || rule.startsWith('country:') ? rule : `${rule}:${side}`);

function checkClash(at, cause) {
  if (!cause?.proof) return 'solver';
  const candidates = cause.rules.includes('threshold') ? at.eligible : at.candidates;
  const limits = limitsOf(at.record.problem, candidates);
  walk({ candidates, limits }, cause.proof, new Map(), (clash, bound) => clash && bound.num < 0n);
}

/** Swaps are a whole proof only where, of any two rules that bind, one holds the other or they share nobody. */
function checkNested({ limits, eligible }) {
  const binding = limits
    .filter(({ members, min, max }) => min > 0 || (max !== null && max < members.size))
    .sort((a, b) => b.members.size - a.members.size);
  const smallest = new Map(eligible.map(({ id }) => [id, -1]));
  binding.forEach(({ rule, members }, at) => {
    const around = new Set([...members].map((id) => smallest.get(id)));
    for (const id of members) smallest.set(id, at);
    expect(around.size <= 1, `${rule} crosses another rule, so that swaps prove nothing`);
  });
}

/** No allowed swap may be better, or as good and preferred by the tie rules. Returns the smallest loss of a swap. */
function checkSwaps(at) {
  const inside = new Set(at.chosen);
  const counts = at.fixed.map(({ members }) => countIn(members, inside));
  const winners = at.eligible.filter(({ id }) => inside.has(id));
  let nearest = null;
  for (const enters of at.eligible) {
    if (inside.has(enters.id)) continue;
    for (const leaves of winners) {
      const loss = subtract(leaves.score, enters.score);
      const isNear = nearest === null || compare(loss, nearest) < 0;
      if ((!isNear && loss.num > 0n) || !isAllowed(at.fixed, counts, enters.id, leaves.id)) continue;
      if (isNear) nearest = loss;
      expect(loss.num >= 0n, `${enters.id} instead of ${leaves.id} is allowed and better`);
      const isPreferred =
        loss.num === 0n && at.record.result.winners !== null && tieOrder(at, enters, leaves) > 0;
      expect(!isPreferred, `${enters.id} instead of ${leaves.id} is as good, and the tie rules prefer it`);
    }
  }
  return nearest;
}

function isAllowed(limits, counts, enters, leaves) {
  return limits.every(({ members, min, max }, at) => {
    const change = Number(members.has(enters)) - Number(members.has(leaves));
    const count = counts[at] + change;
    return change === 0 || (count >= min && (max === null || count <= max));
  });
}

function checkAdditions(at) {
  const inside = new Set(at.chosen);
  for (const { id } of at.eligible) {
    if (inside.has(id)) continue;
    const breaks = at.limits.some(
      ({ members, max }) => members.has(id) && max !== null && countIn(members, inside) + 1 > max,
    );
    expect(breaks, `${id} could be added without breaking a rule`);
  }
}

function checkByHand(at, byHand, moved) {
  const total = totalOf(at.candidates, moved);
  expect(same(total, readFigure(byHand.total)), `the selection by hand has the total ${show(total)}`);
  const shortfall = at.chosen === null ? null : subtract(at.total, total);
  const given = byHand.shortfall === null ? null : readFigure(byHand.shortfall);
  expect(same(shortfall, given), `the selection by hand has ${show(shortfall)} less than the best`);
  const limits = limitsOf(at.record.problem, at.candidates);
  const broken = limits
    .map(({ rule, members, min, max }) => ({ rule, count: countIn(members, moved), min, max }))
    .filter(({ count, min, max }) => count < min || (max !== null && count > max))
    .map(({ rule, count, min }) => ruleName(rule, count < min ? 'min' : 'max'));
  const threshold = readFraction(at.record.problem.threshold);
  const under = at.candidates.filter(
    ({ id, score }) => moved.has(id) && threshold !== null && compare(score, threshold) < 0,
  );
  const named = byHand.breaches.map(({ rule }) => rule);
  expect(
    equalSets(named, [...broken, ...under.map(() => 'threshold')]),
    'the selection by hand breaks other rules than are named',
  );
}

// ---- The verification as a whole ------------------------------------------------------------------------------

/**
 * Verifies the bytes of a package. Returns each check with how it ended (`ok`, `partly` with the reason, `failed` with
 * what was found, `notReached`), whether all held, and what the package is about.
 */
export async function verifyPackage(bytes, { key = null } = {}) {
  const at = { bytes, expectedKey: key };
  const checks = [];
  let failed = null;
  for (const [name, check] of Object.entries(CHECKS)) {
    if (failed) {
      checks.push({ name, state: 'notReached' });
      continue;
    }
    try {
      const note = await check(at);
      checks.push(note ? { name, state: 'partly', note } : { name, state: 'ok' });
    } catch (fault) {
      // A file that is not shaped as described makes the check stumble: that is a failure of the file.
      const text = fault instanceof Failure ? fault.message : `a file is not as described (${fault.message})`;
      failed = { name, text };
      checks.push({ name, state: 'failed', text });
    }
  }
  const awardees = failed ? [] : at.result.result.awardees.map(({ city, country }) => ({ city, country }));
  const about = {
    edition: at.manifest?.edition,
    tier: at.manifest?.tier,
    record: at.digest,
    key: at.key,
    awardees,
  };
  return { ok: failed === null, failed, checks, about };
}

// ---- Words ----------------------------------------------------------------------------------------------------

const WORDS = {
  en: {
    title: 'Verify the package of a result',
    lead: 'Drop the package here or choose it. Nothing leaves your machine: this page works without a network.',
    choose: 'Package (zip)',
    ok: 'Everything that was checked holds.',
    failed: 'The package fails at: {name}.',
    about: 'Edition {edition}, {tier} tier. Record {record}. Signed with the key {key}.',
    awardees: 'Awardees',
    states: { ok: 'holds', partly: 'holds in part', failed: 'fails', notReached: 'not reached' },
    notes: {
      noEd25519: 'signature not checked here: this program knows no Ed25519',
      anyKey: 'compare the key with the published one',
      sealedOnly: 'the rest needs the sealed tier',
      solver: 'rests on the solver: no written proof',
      adjusted: 'values adjusted for severity are taken as given',
      crossing: 'not checked: only swaps under nested rules tell it',
    },
    checks: {
      zip: 'The zip holds plain files and nothing else',
      manifest: 'The files are those of the manifest',
      digests: 'Each file has its digest',
      signature: 'The service signed the manifest',
      json: 'The JSON is canonical',
      edition: 'All files belong to one edition',
      rules: 'The rules are those of the record',
      record: 'The record is the one that was named',
      signoff: 'Two people approved this record',
      log: 'The audit log names record and result',
      commitments: 'The commitments are in order',
      scorecards: 'Each scorecard is the one that was locked',
      scores: 'The record was made from these scores',
      totals: 'The totals are exact',
      problem: 'The selection was made under the rules',
      ranking: 'The ranks follow from totals and tie rules',
      eligible: 'Each winner may win',
      limits: 'The selection keeps every rule',
      sum: 'The total of the selection is right',
      number: 'No larger number of winners is allowed',
      optimal: 'No allowed selection has a larger total',
      second: 'The second best total is right',
      choice: 'Where it was level, people chose with a reason',
      overrides: 'Each city moved by hand has a reason',
      awardees: 'The announced awardees are those of the record',
      csv: 'The table says what the files say',
      readme: 'It is said what the package does not prove',
    },
  },
  fr: {
    title: 'Vérifier le paquet d’un résultat',
    lead: 'Déposez le paquet ici ou choisissez-le. Rien ne quitte votre machine\u202f: cette page marche sans réseau.',
    choose: 'Paquet (zip)',
    ok: 'Tout ce qui a été vérifié tient.',
    failed: 'Le paquet échoue à\u202f: {name}.',
    about: 'Édition {edition}, niveau {tier}. Procès-verbal {record}. Signé avec la clé {key}.',
    awardees: 'Lauréates',
    states: { ok: 'tient', partly: 'tient en partie', failed: 'échoue', notReached: 'pas atteint' },
    notes: {
      noEd25519: 'signature non vérifiée ici\u202f: ce programme ne connaît pas Ed25519',
      anyKey: 'comparez la clé avec celle qui est publiée',
      sealedOnly: 'le reste demande le niveau scellé',
      solver: 'repose sur le solveur\u202f: pas de preuve écrite',
      adjusted: 'les valeurs corrigées de la sévérité sont prises telles quelles',
      crossing: 'non vérifié\u202f: seuls des échanges sous règles emboîtées le disent',
    },
    checks: {
      zip: 'Le zip contient des fichiers simples et rien d’autre',
      manifest: 'Les fichiers sont ceux du manifeste',
      digests: 'Chaque fichier a son empreinte',
      signature: 'Le service a signé le manifeste',
      json: 'Le JSON est canonique',
      edition: 'Tous les fichiers sont d’une édition',
      rules: 'Les règles sont celles du procès-verbal',
      record: 'Le procès-verbal est celui qui est nommé',
      signoff: 'Deux personnes ont approuvé ce procès-verbal',
      log: 'Le journal nomme procès-verbal et résultat',
      commitments: 'Les engagements sont en ordre',
      scorecards: 'Chaque fiche est celle qui a été verrouillée',
      scores: 'Le procès-verbal vient de ces notes',
      totals: 'Les totaux sont exacts',
      problem: 'La sélection a été faite sous les règles',
      ranking: 'Les rangs suivent des totaux et des règles d’égalité',
      eligible: 'Chaque lauréate peut l’être',
      limits: 'La sélection respecte chaque règle',
      sum: 'Le total de la sélection est juste',
      number: 'Aucun plus grand nombre n’est permis',
      optimal: 'Aucune sélection permise n’a un plus grand total',
      second: 'Le deuxième total est juste',
      choice: 'À égalité, des personnes ont choisi avec une raison',
      overrides: 'Chaque ville déplacée à la main a une raison',
      awardees: 'Les lauréates annoncées sont celles du procès-verbal',
      csv: 'Le tableau dit ce que disent les fichiers',
      readme: 'Il est dit ce que le paquet ne prouve pas',
    },
  },
  es: {
    title: 'Verificar el paquete de un resultado',
    lead: 'Suelte el paquete aquí o elíjalo. Nada sale de su máquina: esta página funciona sin red.',
    choose: 'Paquete (zip)',
    ok: 'Todo lo verificado se sostiene.',
    failed: 'El paquete falla en: {name}.',
    about: 'Edición {edition}, nivel {tier}. Acta {record}. Firmado con la clave {key}.',
    awardees: 'Galardonadas',
    states: {
      ok: 'se sostiene',
      partly: 'se sostiene en parte',
      failed: 'falla',
      notReached: 'no alcanzado',
    },
    notes: {
      noEd25519: 'firma no verificada aquí: este programa no conoce Ed25519',
      anyKey: 'compare la clave con la publicada',
      sealedOnly: 'el resto requiere el nivel sellado',
      solver: 'se apoya en el solucionador: sin prueba escrita',
      adjusted: 'los valores ajustados por severidad se toman como dados',
      crossing: 'no verificado: solo lo dicen los cambios bajo reglas anidadas',
    },
    checks: {
      zip: 'El zip contiene archivos simples y nada más',
      manifest: 'Los archivos son los del manifiesto',
      digests: 'Cada archivo tiene su huella',
      signature: 'El servicio firmó el manifiesto',
      json: 'El JSON es canónico',
      edition: 'Todos los archivos son de una edición',
      rules: 'Las reglas son las del acta',
      record: 'El acta es la que se nombra',
      signoff: 'Dos personas aprobaron esta acta',
      log: 'El registro nombra acta y resultado',
      commitments: 'Los compromisos están en orden',
      scorecards: 'Cada ficha es la que se cerró',
      scores: 'El acta se hizo con estas notas',
      totals: 'Los totales son exactos',
      problem: 'La selección se hizo bajo las reglas',
      ranking: 'Los puestos siguen de totales y reglas de empate',
      eligible: 'Cada galardonada puede serlo',
      limits: 'La selección cumple cada regla',
      sum: 'El total de la selección es correcto',
      number: 'No se permite un número mayor',
      optimal: 'Ninguna selección permitida tiene un total mayor',
      second: 'El segundo total es correcto',
      choice: 'En empate, personas eligieron con un motivo',
      overrides: 'Cada ciudad movida a mano tiene un motivo',
      awardees: 'Las galardonadas anunciadas son las del acta',
      csv: 'La tabla dice lo que dicen los archivos',
      readme: 'Se dice lo que el paquete no prueba',
    },
  },
};

const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? '–');

/** A verification in words: one line for the whole, one for what it is about, one a check. */
export function inWords({ ok, failed, checks, about }, lang = 'en') {
  const words = WORDS[lang];
  const outcome = ok ? words.ok : filled(words.failed, { name: words.checks[failed.name] });
  const lines = checks.map(({ name, state, note, text }) => {
    const more = note ? ` (${words.notes[note]})` : text ? `: ${text}` : '';
    return { state, text: `${words.checks[name]}: ${words.states[state]}${more}` };
  });
  return { outcome, about: filled(words.about, about), lines };
}

// ---- The command ----------------------------------------------------------------------------------------------

/** Runs the command on these arguments; returns its exit code. */
export async function main(args, print = (line) => process.stdout.write(`${line}\n`)) {
  const options = { key: null, lang: 'en' };
  const files = [];
  const rest = [...args];
  while (rest.length > 0) {
    const word = rest.shift();
    const name = /^--(key|lang)$/.exec(word)?.[1];
    if (name) options[name] = rest.shift();
    else files.push(word);
  }
  if (files.length !== 1 || !WORDS[options.lang] || options.key === undefined) {
    print('node verify.mjs PACKAGE.zip [--key PUBLIC-KEY] [--lang en|fr|es]');
    return 2;
  }
  const { readFile } = await import('node:fs/promises');
  let bytes;
  try {
    bytes = new Uint8Array(await readFile(files[0]));
  } catch (fault) {
    print(`${files[0]} cannot be read (${fault.code}).`);
    return 2;
  }
  const done = await verifyPackage(bytes, options);
  const { outcome, about, lines } = inWords(done, options.lang);
  for (const { text } of lines) print(text);
  if (done.failed) print(`FAILED ${done.failed.name}`);
  print(outcome);
  print(about);
  return done.ok ? 0 : 1;
}

// ---- The page -------------------------------------------------------------------------------------------------

function drawPage() {
  const lang = ['fr', 'es'].find((one) => navigator.language.startsWith(one)) ?? 'en';
  let done = null;
  const element = (name, text = '', fields = {}) =>
    Object.assign(document.createElement(name), { textContent: text, ...fields });
  const draw = (chosen) => {
    const words = WORDS[chosen];
    document.documentElement.lang = chosen;
    document.title = words.title;
    const langs = element('p');
    for (const one of Object.keys(WORDS)) {
      langs.append(
        element('button', one, { type: 'button', disabled: one === chosen, onclick: () => draw(one) }),
        ' ',
      );
    }
    const label = element('label', `${words.choose} `);
    const input = element('input', '', {
      type: 'file',
      accept: '.zip',
      onchange: () => take(input.files[0], chosen),
    });
    label.append(input);
    const main = element('main');
    main.append(langs, element('h1', words.title), element('p', words.lead), label, result(chosen));
    document.body.replaceChildren(main);
  };
  const result = (chosen) => {
    const section = element('section', '', { ariaLive: 'polite' });
    if (done === null) return section;
    const { outcome, about, lines } = inWords(done, chosen);
    const list = element('ol');
    for (const { state, text } of lines) list.append(element('li', text, { className: state }));
    section.append(
      element('h2', outcome, { className: done.ok ? 'ok' : 'failed' }),
      element('p', about),
      list,
    );
    if (!done.ok) return section;
    const cities = element('ul');
    for (const { city, country } of done.about.awardees) cities.append(element('li', `${city} (${country})`));
    section.append(element('h2', WORDS[chosen].awardees), cities);
    return section;
  };
  const take = async (file, chosen) => {
    if (!file) return;
    done = await verifyPackage(new Uint8Array(await file.arrayBuffer()));
    draw(chosen);
  };
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0], document.documentElement.lang);
  });
  draw(lang);
}

if (typeof document !== 'undefined') drawPage();
else if (
  process.argv[1] &&
  import.meta.url === (await import('node:url')).pathToFileURL(process.argv[1]).href
) {
  process.exitCode = await main(process.argv.slice(2));
}
