import { type Definition, type Question, weightTotal } from './definition.ts';
import { inLang, type Words } from './words.ts';

export type CriterionInWords = {
  id: string;
  number: number;
  name: string;
  weight: string;
  remark: string;
  /** Best first, as a reader meets them beside a question. */
  levels: { score: number; word: string; text: string }[];
};

/** The criteria of a rubric with weight and level words, in order. */
export function criteriaInWords({ rubric }: Definition, words: Words): CriterionInWords[] {
  const total = weightTotal(rubric);
  return rubric.criteria.map((criterion, index) => ({
    id: criterion.id,
    number: index + 1,
    name: inLang(words, criterion.name),
    weight: words.t('editions.criteria.weight', { weight: criterion.weight, total }),
    remark: words.t(criterion.remarkRequired ? 'editions.criteria.remark' : 'editions.criteria.remarkFree', {
      words: rubric.remarkMaxWords,
    }),
    levels: rubric.levels
      .map((level, at) => {
        const text = criterion.descriptions[at];
        return {
          score: level.points,
          word: inLang(words, level.word),
          text: text === undefined ? '' : inLang(words, text),
        };
      })
      .reverse(),
  }));
}

/** How many criteria and between which points, in one sentence. */
export function scaleInWords({ rubric }: Definition, words: Words): string {
  return words.t('editions.criteria.note', {
    count: rubric.criteria.length,
    low: rubric.levels[0]?.points ?? 0,
    high: rubric.levels.at(-1)?.points ?? 0,
  });
}

export type SectionInWords = {
  group: string;
  title: string;
  questions: { id: string; label: string; kind: string; required: string; criteria: string }[];
};

/** The question set, section by section, each question with its kind, its limit and what it is read for. */
export function questionSetInWords(definition: Definition, words: Words): SectionInWords[] {
  return definition.sections.map((section) => {
    const group = definition.groups.find((one) => one.id === section.group);
    return {
      group: group ? inLang(words, group.title) : section.group,
      title: inLang(words, section.title),
      questions: section.questions.map((asked) => ({
        id: asked.id,
        label: inLang(words, asked.label),
        kind: kindInWords(asked, words),
        required: words.t(asked.required ? 'editions.question.required' : 'editions.question.optional'),
        criteria: asked.criteria.map((id) => criterionName(definition, id, words)).join(', '),
      })),
    };
  });
}

function criterionName(definition: Definition, id: string, words: Words): string {
  const found = definition.rubric.criteria.find((one) => one.id === id);
  return found ? inLang(words, found.name) : id;
}

function kindInWords(asked: Question, words: Words): string {
  switch (asked.kind) {
    case 'short':
    case 'long':
      return words.t(`editions.question.${asked.kind}`, { words: asked.maxWords });
    case 'single':
    case 'multiple':
      return words.t(`editions.question.${asked.kind}`, { count: asked.choices.length });
    case 'file':
      return words.t('editions.question.file', { count: asked.maxFiles });
    default:
      return words.t(`editions.question.${asked.kind}`);
  }
}
