import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, page } from '../platform/http/answer.ts';
import { nothing, route } from '../platform/http/route.ts';
import { paths } from '../platform/paths.ts';

const verifier = (name: string) => readFileSync(join(paths.root, 'verifier', name), 'utf8');
const DOWNLOADS = {
  page: { name: 'verify.html', type: 'text/html; charset=utf-8', text: verifier('verify.html') },
  script: { name: 'verify.mjs', type: 'text/javascript; charset=utf-8', text: verifier('verify.mjs') },
};

const explain = route({
  method: 'get',
  path: '/verify',
  audience: 'anyone',
  find: nothing,
  handle: (call) =>
    page('announcement/verify', {
      title: call.t('announcement.verify.title'),
      page: `/${call.lang}/verify/${DOWNLOADS.page.name}`,
      script: `/${call.lang}/verify/${DOWNLOADS.script.name}`,
      key: call.service.signingKey.publicKey,
    }),
});

const downloads = Object.values(DOWNLOADS).map(({ name, type, text }) =>
  route({
    method: 'get',
    path: `/verify/${name}`,
    audience: 'anyone',
    find: nothing,
    handle: () => data(type, text, name),
  }),
);

export const verifyRoutes = [explain, ...downloads];
