/**
 * What programs read, as zod schemas: the answers are typed by them, and the OpenAPI description is made from them, so
 * that the two cannot part. Instants are ISO 8601 in UTC; texts come in the three languages.
 */
import { z } from 'zod';
import { REGIONS, STAGES } from '../editions/definition.ts';
import { NOMINATION_STATES } from '../nominations/nomination.ts';
import type { ApiScope } from './api-token.ts';

const texts = z
  .object({ en: z.string(), fr: z.string(), es: z.string() })
  .meta({ id: 'Texts', description: 'One text in three languages.' });
const instant = z.iso.datetime().meta({ description: 'An instant in UTC.' });
const count = z.int().min(0);

export const editionAnswer = z
  .object({
    edition: z.string().meta({ description: 'The word of the edition in its addresses.' }),
    year: z.int(),
    name: texts,
    timeZone: z.string(),
    stages: z.array(z.object({ stage: z.enum(STAGES), opensAt: instant, closesAt: instant })),
    criteria: z.array(z.object({ id: z.string(), name: texts, weight: z.string() })),
    levels: z.array(z.object({ points: z.number(), word: texts })),
  })
  .meta({ id: 'Edition' });

export const progressAnswer = z
  .object({
    edition: z.string(),
    nominations: z
      .object(
        Object.fromEntries(NOMINATION_STATES.map((state) => [state, count])) as Record<
          (typeof NOMINATION_STATES)[number],
          typeof count
        >,
      )
      .meta({ description: 'How many nominations stand in each state.' }),
    scorecards: z.object({ due: count, begun: count, locked: count }),
  })
  .meta({ id: 'Progress' });

const awardee = z
  .object({
    city: z.string(),
    localName: z.string().nullable(),
    country: z.string().meta({ description: 'ISO 3166-1 alpha-2.' }),
    region: z.string().meta({ description: `One of ${REGIONS.join(', ')}.` }),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    citation: texts,
  })
  .meta({ id: 'Awardee' });

export const resultsAnswer = z
  .object({
    edition: z.string(),
    announcedAt: instant.nullable().meta({ description: 'Null until the result is public.' }),
    version: z.int().nullable().meta({ description: 'Above 1 where the result was corrected.' }),
    awardees: z.array(awardee),
  })
  .meta({ id: 'Results' });

export const faultAnswer = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .meta({ id: 'Fault' });

export type Reading = {
  path: string;
  id: string;
  summary: string;
  /** Any one of these is enough. */
  scopes: readonly ApiScope[];
  answer: z.ZodType;
};

/** Every address that a program reads, with who may. */
export const READINGS = {
  edition: {
    path: '/api/v1/editions/{edition}',
    id: 'readEdition',
    summary: 'Dates, criteria and levels of the published edition',
    scopes: ['public'],
    answer: editionAnswer,
  },
  progress: {
    path: '/api/v1/editions/{edition}/progress',
    id: 'readProgress',
    summary: 'Nominations by state and scorecards locked; never a score',
    scopes: ['progress'],
    answer: progressAnswer,
  },
  results: {
    path: '/api/v1/editions/{edition}/results',
    id: 'readResults',
    summary: 'The awardees, from the moment of their announcement',
    scopes: ['public', 'results'],
    answer: resultsAnswer,
  },
} as const satisfies Record<string, Reading>;

const FAULTS: Readonly<Record<string, string>> = {
  401: 'No token, or one that has ended',
  403: 'The token’s scopes do not reach here',
  404: 'No such address, or no edition of this token',
};

/** The OpenAPI 3.1 description of the API at an origin. */
export async function apiDocument(origin: string) {
  const { createDocument } = await import('zod-openapi');
  const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
  const faults = Object.fromEntries(
    Object.entries(FAULTS).map(([status, description]) => [
      status,
      { description, content: json(faultAnswer) },
    ]),
  );
  const paths = Object.values(READINGS).map((one: Reading) => [
    one.path,
    {
      get: {
        operationId: one.id,
        summary: one.summary,
        description: `Scope: ${one.scopes.join(' or ')}.`,
        requestParams: { path: z.object({ edition: z.string() }) },
        responses: { 200: { description: one.summary, content: json(one.answer) }, ...faults },
      },
    },
  ]);
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Learning Cities Award', version: '1' },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: Object.fromEntries(paths),
  });
}
