import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Each stand has a folder and a service of its own, so files may share what they import: five minutes less.
    isolate: false,
    maxWorkers: 2,
  },
});
