import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftFiles, draftSection } from '../../src/nominations/dossier-pages.ts';
import { nominationsInvariants } from '../../src/nominations/invariants.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { count, type Ground, layGround, PDF, startFor } from './ground.ts';

let stand: Stand;
let ground: Ground;
let city: Client;
let stranger: Client;
let id: string;
const path = (section: string) => `/en/nominations/${id}/sections/${section}`;
const stored = (section: string) => draftSection(stand.service.db, id, section);
const audits = () => count(stand, "SELECT count(*) AS n FROM audit WHERE action = 'section.saved'");

beforeAll(async () => {
  stand = await openStand();
  ground = await layGround(stand);
  id = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
  await startFor(stand, ground, 'N’Zérékoré', 'fanta@city.invalid');
  city = await stand.as('mette@city.invalid');
  stranger = await stand.as('fanta@city.invalid');
});
afterAll(async () => {
  expect(brokenInvariants(stand.service.db, nominationsInvariants)).toEqual([]);
  await stand.close();
});

describe('saving a section', () => {
  it('saves what is right and goes on to the next section', async () => {
    const saved = await city.post(path('team'), {
      version: '0',
      'team.lead': 'Mette',
      'team.office': 'Culture',
    });
    expect(saved.status).toBe(303);
    expect(saved.headers.location).toBe(path('plan'));
    expect(stored('team')).toMatchObject({
      version: 1,
      answers: { 'team.lead': 'Mette', 'team.office': 'Culture' },
    });
  });

  it('the same form twice is one version and one audit row', async () => {
    const form = { version: '0', 'monitoring.answer': 'We count.' };
    const before = audits();
    const answers = await Promise.all([
      city.post(path('monitoring'), form),
      city.post(path('monitoring'), form),
    ]);
    expect(answers.map((one) => one.status)).toEqual([303, 303]);
    expect(stored('monitoring').version).toBe(1);
    expect(audits()).toBe(before + 1);
  });

  it('keeps a wrong answer as typed, says what to do, and marks the section', async () => {
    const form = { version: '0', 'resources.answer': 'A fund.', 'resources.budget': 'about 1.2 million' };
    const answer = await city.post(path('resources'), form);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Write the amount in digits only');
    expect(answer.text).toContain('value="about 1.2 million"');
    expect(stored('resources').answers).toMatchObject({ 'resources.budget': 'about 1.2 million' });
    const list = await city.get(`/en/nominations/${id}`);
    expect(list.text).toContain('Needs you');
    const leaving = await city.post(path('resources'), { ...form, version: '1', next: 'leave' });
    expect(leaving.headers.location).toBe(`/en/nominations/${id}`);
  });

  it('keeps markup as text', async () => {
    await city.post(path('about'), { version: '0', 'about.summary': '</textarea><script>x</script>' });
    const page = await city.get(path('about'));
    expect(page.text).toContain('&lt;/textarea&gt;&lt;script&gt;');
  });

  it('refuses a field that no page of ours sends', async () => {
    expect((await city.post(path('team'), { version: '1', 'plan.answer': 'x' })).status).toBe(400);
  });

  it('is not there for a stranger, nor for nobody, nor for a section that does not exist', async () => {
    const never = await stranger.get('/en/nominations/00000000000000000000000000/sections/team');
    const foreign = await stranger.get(path('team'));
    expect([foreign.status, never.status]).toEqual([404, 404]);
    expect((await stranger.post(path('team'), { version: '1', 'team.lead': 'X' })).status).toBe(404);
    expect((await city.get(path('nonsense'))).status).toBe(404);
    expect((await stand.nobody.get(path('team'))).headers.location).toContain('/en/sign-in');
    expect(stored('team').answers).toMatchObject({ 'team.lead': 'Mette' });
  });
});

describe('two tabs', () => {
  it('the second is shown both texts, loses nothing, and may then save', async () => {
    const first = await city.post(path('network'), { version: '0', 'network.answer': 'From the first tab.' });
    expect(first.status).toBe(303);
    const second = await city.post(path('network'), {
      version: '0',
      'network.answer': 'From the second tab.',
    });
    expect(second.status).toBe(409);
    expect(second.text).toContain('From the first tab.');
    expect(second.text).toContain('From the second tab.');
    expect(second.text).toContain('name="version" value="1"');
    expect(stored('network').answers).toEqual({ 'network.answer': 'From the first tab.' });
    const both = 'From the first tab. From the second tab.';
    expect((await city.post(path('network'), { version: '1', 'network.answer': both })).status).toBe(303);
    const kept = count(stand, 'SELECT count(*) AS n FROM section_revisions WHERE section_id = ?', 'network');
    expect(kept).toBe(2);
  });

  it('an autosave is answered in JSON, and an old one never overwrites', async () => {
    const send = (version: string, text: string) =>
      city.post(path('access'), { version, 'access.answer': text }).set('Accept', 'application/json');
    const saved = await send('0', 'Typed');
    expect(saved.body).toEqual({ version: 1, clock: '09:00' });
    expect((await send('1', 'Typed more')).body.version).toBe(2);
    expect((await send('1', 'Typed late')).status).toBe(409);
    expect(stored('access').answers).toEqual({ 'access.answer': 'Typed more' });
  });
});

const send = (section: string, field: string, bytes: Buffer, name: string) =>
  city
    .upload(path(section))
    .field('version', '0')
    .attach(field, bytes, { filename: name, contentType: 'application/pdf' });
const filesOf = (question: string) => draftFiles(stand.service.db, id)[question] ?? [];
const onDisk = async () => (await readdir(join(stand.service.config.dataDir, 'files'))).length;

describe('a session that ended in the midst of a form', () => {
  it('gives the text back on the page, to be sent after signing in', async () => {
    const form = {
      version: '0',
      'culture.answer': 'An ordinary week.\n\nWith "quotes" & <marks>.',
      next: 'leave',
    };
    const answer = await stand.nobody.post(path('culture'), {
      ...form,
      'culture.events': ['festival', 'week'],
    });
    expect(answer.status).toBe(401);
    expect(stored('culture').version).toBe(0);
    const sent = [...answer.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const plain = (text = '') =>
      text
        .replace(/&quot;/g, '"')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&');
    const again: Record<string, string[]> = {};
    for (const [, name = '', value] of sent) again[name] = [...(again[name] ?? []), plain(value)];
    expect((await city.post(path('culture'), again)).status).toBe(303);
    expect(stored('culture').answers).toEqual({
      'culture.answer': form['culture.answer'],
      'culture.events': ['festival', 'week'],
    });
  });

  it('gives the text back also where the form takes files, and keeps no file of nobody', async () => {
    const answer = await stand.nobody
      .upload(path('consent'))
      .set('Cookie', 'sid=a-session-that-has-ended')
      .field('version', '0')
      .field('consent.note', 'Signed by the mayor.')
      .attach('consent.file', PDF, 'a.pdf');
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('name="consent.note" value="Signed by the mayor."');
    expect(answer.text).toContain('attach it again');
    expect(answer.text).not.toContain('a.pdf');
    expect(await onDisk()).toBe(0);
  });
});

describe('files', () => {
  it('are kept by content, whatever their name says, and read again by those who write', async () => {
    expect((await send('mayor-letter', 'mayor-letter.file', PDF, '../../letter.pdf')).status).toBe(303);
    const [file] = filesOf('mayor-letter.file');
    expect(file).toMatchObject({ name: 'letter.pdf', mediaType: 'application/pdf', bytes: PDF.length });
    const read = await city.get(`/en/nominations/${id}/files/${file?.id}`).buffer();
    expect(read.status).toBe(200);
    expect(read.headers['content-disposition']).toContain('attachment');
    expect(Buffer.from(read.body)).toEqual(PDF);
    expect((await stranger.get(`/en/nominations/${id}/files/${file?.id}`)).status).toBe(404);
  });

  it('a page that calls itself a PDF is refused and leaves nothing on the disk', async () => {
    const before = await onDisk();
    const answer = await send('consent', 'consent.file', Buffer.from('<html>hello</html>'), 'consent.pdf');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Save it as a PDF');
    expect(filesOf('consent.file')).toEqual([]);
    expect(await onDisk()).toBe(before);
  });

  it('more than 20 MB is answered with a page that says so', async () => {
    const answer = await send(
      'consent',
      'consent.file',
      Buffer.concat([PDF, Buffer.alloc(20_000_001)]),
      'big.pdf',
    );
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('Send a smaller file');
    expect(filesOf('consent.file')).toEqual([]);
  });

  it('twenty at once never pass the number that the question takes, and no byte is left over', async () => {
    const before = await onDisk();
    const sent = Array.from({ length: 20 }, (_, index) =>
      send(
        'evidence',
        'evidence.files',
        Buffer.concat([PDF, Buffer.from(`%${index}`)]),
        `report-${index}.pdf`,
      ),
    );
    const statuses = (await Promise.all(sent)).map((one) => one.status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(5);
    expect(statuses.filter((status) => status === 422)).toHaveLength(15);
    expect(filesOf('evidence.files')).toHaveLength(5);
    expect(await onDisk()).toBe(before + 5);
  });

  it('a second letter takes the place of the first, and a ticked file goes', async () => {
    const other = Buffer.concat([PDF, Buffer.from('%2')]);
    await send('mayor-letter', 'mayor-letter.file', other, 'signed.pdf');
    expect(filesOf('mayor-letter.file').map((one) => one.name)).toEqual(['signed.pdf']);
    const [first] = filesOf('evidence.files');
    await city.post(path('evidence'), { version: '0', remove: first?.id ?? '' });
    expect(filesOf('evidence.files')).toHaveLength(4);
  });
});
