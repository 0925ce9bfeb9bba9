import { ZipFile } from 'yazl';

/** The bytes of a zip of these files: stored, in the order of their names, every date the same. */
export async function zipOf(files: ReadonlyMap<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  // The local fields of this date are the same in every zone.
  const options = { mtime: new Date(1980, 0, 1), compress: false, forceDosTimestamp: true, mode: 0o100644 };
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    zip.addBuffer(typeof content === 'string' ? Buffer.from(content) : content, name, options);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
