/** What every page that edits a definition shares: how its step is judged and written, and what frames its form. */
import { type Answer, type FieldError, invalid, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { type Definition, definitionSchema, LANGUAGES, type Texts } from './definition.ts';
import { editDefinition, type Redefined } from './definition-store.ts';
import { type FileFault, faultsOf } from './file-faults.ts';
import { countWriters, writersOf } from './messages.ts';
import { isOrganiser } from './office.ts';
import type { Edition } from './pages.ts';
import { whyNotRedefine } from './policy.ts';
import { inLang } from './words.ts';

type Step = {
  /** The version that the page showed. */
  seen: number;
  reason: string;
  back: string;
  /** The field of the form in which the fault of a path is corrected; null where it has none. */
  fieldAt?: (path: string) => string | null;
};

/**
 * Writes a small step of a page and tells where to go, and whether it stands or waits for a second person. A
 * definition that the step would break is not written: each fault is named with its exact path, at its field.
 */
export async function step(
  call: Call,
  edition: Edition,
  { seen, reason, back, fieldAt = () => null }: Step,
  change: (definition: Definition) => Definition,
): Promise<Answer | Refusal> {
  const faults = faultsAfter(change(edition.definition));
  if (faults.length > 0 && whyNotRedefine(edition) === null) {
    return invalid(...faults.map((fault) => ({ field: fieldAt(fault.path), ...written(call, fault) })));
  }
  const outcome = await call.service.act(accountOf(call).id, 'edition.redefined', (tx): Refusal | Redefined =>
    editDefinition(tx, edition.id, { seen, reason, change }, writersOf(call)),
  );
  if (isRefusal(outcome)) return outcome;
  return seeOther(back, { key: `editions.notice.${'proposal' in outcome ? 'proposed' : 'edited'}` });
}

function faultsAfter(definition: Definition): FileFault[] {
  const judged = definitionSchema.safeParse(definition, { reportInput: true });
  return judged.success ? [] : judged.error.issues.flatMap((issue) => faultsOf(issue));
}

function written(call: Call, { path, code, facts }: FileFault) {
  return { code: 'editions.fault.at', facts: { path, text: call.t(code, facts) } };
}

/** What every page that edits a definition prints around its form. */
export function editFrame(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  const refusal = whyNotRedefine(edition);
  // After somebody else's change the form names the newest version, so that saving again is a decision.
  const isOld = errors.some(({ code }) => code === 'editions.elsewhere');
  return {
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    version: isOld ? String(edition.version) : (typed.version ?? String(edition.version)),
    published: edition.publishedAt !== null,
    told: countWriters(call, edition.id),
    mayEdit: isOrganiser(call, edition) && refusal === null,
    closed: refusal && call.t(refusal.code, refusal.facts),
    typed,
    errors: errorTexts(call, errors),
  };
}

/** A text in its three fields, each named in its own language. */
export function threeFields(call: Call, name: string, texts: Texts | null, typed: Typed) {
  return LANGUAGES.map((lang) => ({
    name: `${name}-${lang}`,
    label: call.t(`platform.language.${lang}`),
    value: typed[`${name}-${lang}`] ?? texts?.[lang] ?? '',
  }));
}
