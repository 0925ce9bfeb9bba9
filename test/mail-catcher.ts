import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export type Caught = { to: string[]; mail: Email };
export type Catcher = { url: string; caught: Caught[]; close(): Promise<void> };

/** A real SMTP server on the loopback that keeps what it is given; `judge` may refuse a recipient with a code and words. */
export async function openCatcher(
  judge: (to: string) => { code: number; words: string } | null = () => null,
  /** Called when a mail was taken, before the sender is told so. */
  onTaken: (to: string) => void = () => {},
): Promise<Catcher> {
  const caught: Caught[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const refusal = judge(address);
      if (refusal === null) done();
      else done(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          caught.push({ to, mail });
          onTaken(to[0] ?? '');
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    caught,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Waits until the condition holds; fails after the given time. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 15_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
