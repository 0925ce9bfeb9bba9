import { describe } from 'vitest';
import { playWholeEdition } from './whole-edition.ts';

describe.sequential('the same edition in a browser without script', () => {
  playWholeEdition(false);
});
