import { describe } from 'vitest';
import { playWholeEdition } from './whole-edition.ts';

describe.sequential('a whole edition through its pages, by every role, in three languages', () => {
  playWholeEdition(true);
});
