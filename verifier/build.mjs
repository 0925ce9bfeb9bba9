/** Writes verify.html: the page with verify.mjs inlined, which a policy allows by its hash and nothing else. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const STYLE = `body{margin:0 auto;max-width:46rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}
li.failed,h2.failed{color:#a3131a;font-weight:700}li.partly{color:#7a4b00}li.notReached{color:#666}h2.ok{color:#0b6b3a}
button,input{font:inherit;min-height:2rem}`;

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page for this text of the verifier. */
export function pageFor(verifier) {
  const script = `\n${verifier}`;
  if (/<\/script/i.test(script)) throw new Error('the verifier would end its own script');
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verify the package of a result</title>
<style>${STYLE}</style>
</head>
<body>
<script type="module">${script}</script>
</body>
</html>
`;
}

const here = (name) => new URL(name, import.meta.url);
if (process.argv[1] && import.meta.url === (await import('node:url')).pathToFileURL(process.argv[1]).href) {
  writeFileSync(here('verify.html'), pageFor(readFileSync(here('verify.mjs'), 'utf8')));
}
