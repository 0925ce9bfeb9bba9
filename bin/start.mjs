// Plain Node without dependencies: installs and builds what is missing or stale, then starts the service.
import { prepare } from './prepare.mjs';

const unknown = process.argv.slice(2);
if (unknown.length > 0) {
  console.error(
    `Unknown option ${unknown.join(' ')}. Settings are given in the environment, for example PORT=8080 npm start.`,
  );
  process.exit(1);
}
await prepare({ build: true });
await import('../dist/src/main.js');
