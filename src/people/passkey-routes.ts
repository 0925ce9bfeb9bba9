import { type Answer, data } from '../platform/http/answer.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { drawPasskeyChallenge, takePasskeyChallenge } from './challenges.ts';
import { whyNotEnrolNow } from './enrol-routes.ts';
import { type Factor, factorsOf } from './factor-pages.ts';
import { addFactor, noteUse, proveSession } from './factor-store.ts';
import { emptyForm, passkeyForm } from './forms.ts';
import {
  counterOfProof,
  enrolmentOptions,
  type Key,
  keyOfEnrolment,
  proofOptions,
  type Site,
} from './passkeys.ts';
import { sessionOf } from './prove-routes.ts';

/** Where the page of this call stands: the configured origin; outside production also the loopback name asked for. */
function siteOf(call: Call): Site {
  const { config } = call.service;
  const asked = call.req.headers.host ?? '';
  const isLoopback = /^localhost(:\d+)?$/.test(asked);
  const origin = isLoopback && !config.production ? `http://${asked}` : config.origin;
  return { origin, host: new URL(origin).hostname, name: call.t('platform.awardName') };
}

const json = (value: unknown): Answer => data('application/json', JSON.stringify(value));

/** Small scripts read these answers: a refusal comes as its sentence, with the status of refusals. */
const asSentence = (call: Call, refusal: Refusal): Answer => ({
  kind: 'data',
  body: JSON.stringify({ error: call.t(refusal.code, refusal.facts) }),
  type: 'application/json',
  status: 409,
});

const isKey = (factor: Factor): factor is Factor & Key => factor.kind === 'passkey';
const keysOf = (call: Call) => factorsOf(call.service.db, accountOf(call).id).filter(isKey);

/** What the browser sent, or null where it is no JSON. */
function readAnswer(text: string): { id?: unknown } | null {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' ? answer : null;
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}

const asking = { method: 'post', audience: 'account', beforeFactor: true, find: nothing } as const;

const askNew = route({
  ...asking,
  path: '/factor/new/passkey/ask',
  form: emptyForm,
  handle: async (call) => {
    const refusal = whyNotEnrolNow(call);
    if (refusal) return asSentence(call, refusal);
    const challenge = drawPasskeyChallenge(call.service.db, call.at, sessionOf(call), 'enrol');
    const known = keysOf(call).map(({ credential }) => credential);
    return json(await enrolmentOptions(siteOf(call), accountOf(call), known, challenge));
  },
});

const addNew = route({
  ...asking,
  path: '/factor/new/passkey',
  form: passkeyForm,
  handle: async (call, _thing, { answer }) => {
    const { id } = accountOf(call);
    const refusal = whyNotEnrolNow(call);
    if (refusal) return asSentence(call, refusal);
    const challenge = takePasskeyChallenge(call.service.db, call.at, sessionOf(call), 'enrol');
    const sent = readAnswer(answer);
    const key = challenge && sent && (await keyOfEnrolment(siteOf(call), challenge, sent));
    if (!key) return asSentence(call, refuse('people.factor.wrongKey'));
    const token = await call.service.act(id, 'factor.added', (tx) => {
      addFactor(tx, id, { kind: 'passkey', ...key });
      return proveSession(tx, id, sessionOf(call), 'passkey');
    });
    call.cookies.set('sid', token);
    return json({ done: true });
  },
});

const askProof = route({
  ...asking,
  path: '/factor/passkey/ask',
  form: emptyForm,
  handle: async (call) => {
    const known = keysOf(call).map(({ credential }) => credential);
    if (known.length === 0) return asSentence(call, refuse('people.factor.noKey'));
    const challenge = drawPasskeyChallenge(call.service.db, call.at, sessionOf(call), 'prove');
    return json(await proofOptions(siteOf(call), known, challenge));
  },
});

const prove = route({
  ...asking,
  path: '/factor/passkey',
  form: passkeyForm,
  handle: async (call, _thing, { answer }) => {
    const token = await proveByKey(call, readAnswer(answer));
    if (isRefusal(token)) return asSentence(call, token);
    call.cookies.set('sid', token);
    return json({ done: true });
  },
});

/** Judges what a passkey signed; only a key of the viewer's own counts, and each challenge once. */
async function proveByKey(call: Call, answer: { id?: unknown } | null): Promise<string | Refusal> {
  const { id } = accountOf(call);
  const challenge = takePasskeyChallenge(call.service.db, call.at, sessionOf(call), 'prove');
  const key = keysOf(call).find(({ credential }) => credential === answer?.id);
  const counter = challenge && key && (await counterOfProof(siteOf(call), challenge, key, answer));
  if (!key || typeof counter !== 'number') return refuse('people.factor.wrongKey');
  return call.service.act(id, 'session.proved', (tx) => {
    noteUse(tx, key.id, counter);
    return proveSession(tx, id, sessionOf(call), 'passkey');
  });
}

export const passkeyRoutes = [askNew, addNew, askProof, prove];
