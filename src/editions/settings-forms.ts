/** The form of a part of the settings: text to values of the definition, each at its path. */
import { z } from 'zod';
import type { Typed } from '../platform/http/form.ts';
import { line, tick } from '../platform/http/form.ts';
import { type Definition, LANGUAGES, type Texts } from './definition.ts';
import { gapsIn, inThree, linesIn, reason, textsIn, version } from './edit-fields.ts';
import {
  definitionOf,
  groupsFrom,
  type Part,
  SETTINGS,
  type Setting,
  type Sheet,
  sheetOf,
  valueAt,
  withValue,
} from './settings.ts';

const text = (max: number) => z.string().trim().max(max, 'platform.field.long').default('');
const whole = z
  .string()
  .trim()
  .regex(/^(-?\d{1,6})?$/, 'platform.field.number')
  .default('');
const required = 'platform.field.required';

function fieldsOf(setting: Setting): [string, z.ZodType][] {
  const { path, kind } = setting;
  const mayBeEmpty = 'empty' in setting;
  switch (kind) {
    case 'whole':
      return [[path, mayBeEmpty ? whole : whole.refine((typed) => typed !== '', required)]];
    case 'line':
    case 'day':
      return [[path, mayBeEmpty ? text(200) : line(200)]];
    case 'three':
    case 'passage':
      return Object.entries(inThree(path, mayBeEmpty ? text(2_000) : line(2_000)));
    case 'groups':
      return Object.entries(inThree(path, line(5_000)));
    case 'tick':
      return [[path, tick]];
    case 'papers':
      return [[path, z.array(z.string().max(90)).default([])]];
    default:
      return [[path, text(90)]];
  }
}

const settingsOf = (part: Part) => SETTINGS[part].flat();

/** The form of a part. Whether the definition is whole afterwards is judged by its own schema. */
export function settingsForm(part: Part) {
  const fields = Object.fromEntries(settingsOf(part).flatMap(fieldsOf));
  return z
    .strictObject({ act: z.enum(['save', 'preview']).default('save'), version, reason, ...fields })
    .superRefine((typed, context) => {
      const fault = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      for (const setting of settingsOf(part)) {
        const gaps = gapsIn(typed, setting.path);
        if ('empty' in setting && setting.kind === 'three' && gaps.length < 3)
          for (const lang of gaps) fault(`${setting.path}-${lang}`, 'editions.field.allThree');
        if (setting.kind !== 'groups') continue;
        const [count, ...others] = LANGUAGES.map((lang) => linesIn(typed, `${setting.path}-${lang}`).length);
        others.forEach((other, at) => {
          if (other !== count) fault(`${setting.path}-${LANGUAGES[at + 1]}`, 'editions.field.choicesDiffer');
        });
      }
    });
}

/** The definition after a judged form of a part. */
export function withSettings(definition: Definition, part: Part, values: object): Definition {
  const sheet = settingsOf(part).reduce(
    (made, setting) => withValue(made, setting.path, valueFrom(setting, values, definition)),
    sheetOf(definition),
  );
  return definitionOf(sheet, definition);
}

function valueFrom(setting: Setting, values: object, definition: Definition): unknown {
  const { path, kind } = setting;
  const typed = (values as Record<string, unknown>)[path];
  switch (kind) {
    case 'three':
    case 'passage':
      return gapsIn(values, path).length === 3 ? emptyOf(setting) : textsIn(values, path);
    case 'groups':
      return groupsFrom(groupTitles(values, path), definition.groups);
    case 'whole':
      return typed === '' ? emptyOf(setting) : Number(typed);
    case 'tick':
    case 'papers':
      return typed;
    case 'themes':
      return typed === '' ? null : typed;
    case 'tie':
      return typed === '' ? undefined : typed;
    default:
      return typed === '' ? emptyOf(setting) : typed;
  }
}

const emptyOf = (setting: Setting) => ('empty' in setting && setting.empty === 'null' ? null : undefined);

function groupTitles(values: object, path: string): Texts[] {
  const [fr, es] = [linesIn(values, `${path}-fr`), linesIn(values, `${path}-es`)];
  return linesIn(values, `${path}-en`).map((en, at) => ({ en, fr: fr[at] ?? en, es: es[at] ?? en }));
}

/** A part as its form shows it before anything is typed. */
export function typedSettings(definition: Definition, part: Part): Typed {
  const sheet = sheetOf(definition);
  return Object.fromEntries(settingsOf(part).flatMap((setting) => typedOf(setting, sheet, definition)));
}

type Named = [field: string, typed: string | string[]];

function typedOf({ path, kind }: Setting, sheet: Sheet, { groups }: Definition): Named[] {
  const value = valueAt(sheet, path);
  const three = (text: (lang: keyof Texts) => string): Named[] =>
    LANGUAGES.map((lang) => [`${path}-${lang}`, text(lang)]);
  switch (kind) {
    case 'three':
    case 'passage':
      return three((lang) => (value as Texts | null)?.[lang] ?? '');
    case 'groups':
      return three((lang) => groups.map(({ title }) => title[lang]).join('\n'));
    case 'papers':
      return [[path, value as string[]]];
    case 'tick':
      return value === true ? [[path, 'yes']] : [];
    default:
      return [[path, String(value ?? '')]];
  }
}

/** The field of a part in which the fault of a path of the definition is corrected. */
export function settingField(part: Part, path: string): string | null {
  const dotted = path.replace(/\[(\d+)\]/g, '.$1');
  if (dotted.endsWith('.seed')) return 'rules.selection.lotSeed';
  const names = settingsOf(part).flatMap((setting) => fieldsOf(setting).map(([name]) => name));
  const own = names.find((name) => name.replace(/-(en|fr|es)$/, '.$1') === dotted);
  const inside = names.find((name) => dotted.startsWith(`${name.replace(/-en$/, '')}.`));
  return own ?? inside ?? names.find((name) => name.startsWith(`${dotted}.`)) ?? null;
}
