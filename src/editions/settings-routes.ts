/** The pages of an edition's settings, each with what everybody will read of them beside the form. */
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import { type Definition, LANGUAGES, questionsOf } from './definition.ts';
import { editFrame, step } from './edit-step-routes.ts';
import { editionAs } from './office.ts';
import type { Edition } from './pages.ts';
import { rulesInWords } from './rules-in-words.ts';
import { PARTS, type Part, SETTINGS, type Setting } from './settings.ts';
import { settingField, settingsForm, typedSettings, withSettings } from './settings-forms.ts';
import { inLang } from './words.ts';

type PartAt = { edition: Edition; part: Part };

function partAt(call: Call): PartAt | null {
  const edition = editionAs(call, ['organiser']);
  const part = PARTS.find((one) => one === call.params.part);
  return edition && part ? { edition, part } : null;
}

function drawPart(call: Call, at: PartAt, given: Typed, errors: readonly FieldError[]): Answer {
  const { edition, part } = at;
  const { definition } = edition;
  const typed = Object.keys(given).length > 0 ? given : typedSettings(definition, part);
  const after = previewOf(at, typed);
  return page('editions/settings', {
    title: call.t(`editions.part.${part}`),
    ...editFrame(call, edition, typed, errors),
    action: `/office/${edition.slug}/definition/settings/${part}`,
    rows: SETTINGS[part].map((row) => row.map((setting) => fieldOf(call, definition, setting, typed))),
    preview: after && shownOf(call, part, after),
  });
}

/** The definition as typed; null while it cannot be read yet. */
function previewOf({ edition, part }: PartAt, typed: Typed): Definition | null {
  const judged = settingsForm(part).safeParse({ ...typed, version: '0', act: 'preview' });
  return judged.success ? withSettings(edition.definition, part, judged.data) : null;
}

function shownOf(call: Call, part: Part, definition: Definition) {
  if (part !== 'texts') return { rules: rulesInWords(definition, call) };
  const { name, question, lead } = definition;
  return { name: inLang(call, name), question: inLang(call, question), lead: inLang(call, lead) };
}

/** A setting as the partials print it. The regions share their words, and so do the places of the rules on ties. */
function fieldOf(call: Call, definition: Definition, setting: Setting, typed: Typed) {
  const { path, kind } = setting;
  const region = /\.regions\.([A-Z]{3})\.(min|max)$/.exec(path);
  const tie = /\.tieRules\.(\d+)$/.exec(path);
  const label = region
    ? call.t(`editions.set.region.${region[2]}`, { region: call.t(`platform.region.${region[1]}`) })
    : tie
      ? call.t('editions.set.tie', { place: Number(tie[1]) + 1 })
      : call.t(`editions.set.${path}`);
  const isThree = kind === 'three' || kind === 'passage' || kind === 'groups';
  return {
    name: path,
    label,
    [`is${kind}`]: true,
    optional: 'empty' in setting,
    value: typed[path] ?? '',
    items: isThree ? [] : itemsOf(call, definition, setting, [typed[path] ?? []].flat()),
    fields: isThree
      ? LANGUAGES.map((lang) => ({
          name: `${path}-${lang}`,
          label: call.t(`platform.language.${lang}`),
          value: typed[`${path}-${lang}`] ?? '',
          optional: 'empty' in setting,
        }))
      : [],
  };
}

type Item = { value: string; label: string };

function itemsOf(call: Call, definition: Definition, setting: Setting, chosen: readonly string[]) {
  return choicesOf(call, definition, setting).map((one) => ({ ...one, chosen: chosen.includes(one.value) }));
}

function choicesOf(call: Call, definition: Definition, setting: Setting): Item[] {
  const asked = (kind: string) =>
    questionsOf(definition)
      .filter((one) => one.kind === kind)
      .map(({ id, label }) => ({ value: id, label: inLang(call, label) }));
  const none = { value: '', label: call.t('editions.set.none') };
  switch (setting.kind) {
    case 'tick':
      return [{ value: 'yes', label: call.t(`editions.set.${setting.path}`) }];
    case 'one':
      return [
        ...('empty' in setting ? [none] : []),
        ...setting.of.map((value) => ({ value, label: wordOf(call, setting.path, value) })),
      ];
    case 'papers':
      return asked('file');
    case 'themes':
      return [none, ...asked('multiple')];
    case 'tie':
      return [none, ...tieChoices(call, definition)];
    default:
      return [];
  }
}

/** A step of rounding is a figure and needs no words. */
const wordOf = (call: Call, path: string, value: string) =>
  /^\d/.test(value) ? value : call.t(`editions.set.${path}.${value}`);

function tieChoices(call: Call, { rubric }: Definition): Item[] {
  return [
    ...rubric.criteria.map(({ id, name }) => ({
      value: `criterion ${id}`,
      label: call.t('editions.set.tie.criterion', { criterion: inLang(call, name) }),
    })),
    ...['median', 'lowestScore', 'lot'].map((value) => ({
      value,
      label: call.t(`editions.set.tie.${value}`),
    })),
  ];
}

const PATH = '/office/:edition/definition/settings/:part';

const partPage = route({
  method: 'get',
  path: PATH,
  audience: ['organiser'],
  find: partAt,
  handle: (call, at) => drawPart(call, at, {}, []),
});

const savePart = route({
  method: 'post',
  path: PATH,
  audience: ['organiser'],
  find: partAt,
  form: (_call, { part }) => settingsForm(part),
  handle: (call, at, values, typed) => {
    const { edition, part } = at;
    if (values.act === 'preview') return drawPart(call, at, typed, []);
    const { version: seen, reason } = values;
    const back = `/office/${edition.slug}/definition`;
    const fieldAt = (path: string) => settingField(part, path);
    return step(call, edition, { seen, reason, back, fieldAt }, (definition) =>
      withSettings(definition, part, values),
    );
  },
  redraw: drawPart,
});

export const settingsRoutes: readonly AnyRoute[] = [partPage, savePart];
