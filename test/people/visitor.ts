import request from 'supertest';
import { codeAt } from '../../src/people/totp.ts';
import type { Stand } from '../stand.ts';

/** A browser that keeps its cookies, as a person has one. */
export type Visitor = {
  cookies: Map<string, string>;
  get(path: string): Promise<request.Response>;
  post(path: string, form?: Record<string, string>): Promise<request.Response>;
  /** Signs in by the link of a real mail; gives the address to which it led. */
  signIn(address: string): Promise<string>;
  /** Sets up an app at the first visit; gives its secret. */
  enrol(): Promise<string>;
};

/** Opens a browser on the stand. */
export function visitorOf(stand: Stand): Visitor {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (answer: request.Response) => {
    for (const line of (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? []) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (pair.slice(at + 1) === '') cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  };
  const visitor: Visitor = {
    cookies,
    get: async (path) => keep(await request(stand.origin).get(path).set({ Cookie: cookie() }).redirects(0)),
    post: async (path, form = {}) =>
      keep(
        await request(stand.origin)
          .post(path)
          .set({ Cookie: cookie(), 'Sec-Fetch-Site': 'same-origin' })
          .type('form')
          .redirects(0)
          .send(new URLSearchParams(form).toString()),
      ),
    signIn: async (address) => {
      await visitor.post('/en/sign-in', { address, back: '' });
      const { link } = newestMail(stand, address);
      return (await visitor.post(`/en${link}`)).headers.location ?? '';
    },
    enrol: async () => {
      const { text } = await visitor.get('/en/factor/new?back=/my');
      const secret = /name="secret" value="([A-Z2-7]{32})"/.exec(text)?.[1] ?? '';
      const code = codeAt(secret, stand.clock.now());
      await visitor.post('/en/factor/new', { secret, code, back: '/my' });
      return secret;
    },
  };
  return visitor;
}

/** The newest mail to an address: its template, its facts and its link. */
export function newestMail(
  stand: Stand,
  address: string,
): { template: string; facts: Record<string, string>; link: string } {
  const row = stand.service.db.$client
    .prepare(
      'SELECT template, facts, link FROM outbox WHERE to_address = ? ORDER BY created_at DESC, rowid DESC',
    )
    .get(address) as { template: string; facts: string; link: string } | undefined;
  if (row === undefined) throw new Error(`no mail to ${address}`);
  return { ...row, facts: JSON.parse(row.facts) as Record<string, string> };
}
