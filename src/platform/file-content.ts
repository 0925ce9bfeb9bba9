// What a file may hold beside its kind. Pictures lose what tells where and by whom they were taken; a PDF that
// would act by itself is refused, since it is opened by jurors on their own machines. Pure: bytes in, bytes out.
import { inflateSync } from 'node:zlib';

/** Why a file is refused: none of the allowed kinds, a PDF that acts or is locked, or more pixels than a page shows. */
export type FileFault = 'kind' | 'active' | 'pixels';

/** More than any camera takes; a picture that claims more is made to exhaust whoever opens it. */
const MOST_PIXELS = 120_000_000;

/** The bytes to keep of a file of an allowed kind, or why it is refused. */
export function cleanContent(bytes: Buffer, mediaType: string): Buffer | FileFault {
  if (mediaType === 'image/png') return cleanPng(bytes);
  if (mediaType === 'image/jpeg') return cleanJpeg(bytes);
  return isActivePdf(bytes) ? 'active' : bytes;
}

/** Names that start something, carry a file or send something away; a locked PDF cannot be looked into. */
const ACTIVE =
  /\/(JavaScript|Launch|EmbeddedFiles?|SubmitForm|ImportData|RichMedia|GoToE|Encrypt)(?![A-Za-z0-9])/;

const MOST_INFLATED = 40_000_000;

/** A name may be written with #xx in place of any letter. */
const plainNames = (text: string) =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function isActivePdf(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  if (ACTIVE.test(plainNames(text))) return true;
  let left = MOST_INFLATED;
  // Objects may lie packed in streams of their own; what cannot be unpacked cannot be let through.
  for (const { index, 0: head } of text.matchAll(/>>\s*stream\r?\n/g)) {
    if (!plainNames(text.slice(Math.max(0, index - 500), index)).includes('/ObjStm')) continue;
    const start = index + head.length;
    const end = text.indexOf('endstream', start);
    const objects = inflate(bytes.subarray(start, end < 0 ? bytes.length : end), left);
    if (objects === null || ACTIVE.test(plainNames(objects.toString('latin1')))) return true;
    left -= objects.length;
  }
  return false;
}

function inflate(packed: Buffer, maxOutputLength: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, maxOutputLength) });
  } catch {
    return null;
  }
}

const PNG_TEXTS = ['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'];

function cleanPng(bytes: Buffer): Buffer | FileFault {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return 'kind';
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MOST_PIXELS) return 'pixels';
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (!PNG_TEXTS.includes(type)) kept.push(bytes.subarray(at, end));
    // What follows the end of the picture is no part of it.
    if (type === 'IEND') break;
    at = end;
  }
  return Buffer.concat(kept);
}

const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const START_OF_SCAN = 0xda;
const END = Buffer.from([0xff, 0xd9]);
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function cleanJpeg(bytes: Buffer): Buffer | FileFault {
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const segment = bytes.subarray(at, at + 2 + bytes.readUInt16BE(at + 2));
    if (marker === START_OF_SCAN) {
      // Pictures and films that cameras put behind the end bear places of their own.
      const end = bytes.indexOf(END, at);
      return Buffer.concat([...kept, bytes.subarray(at, end < 0 ? bytes.length : end + 2)]);
    }
    if (isFrame(marker) && segment.length >= 9) {
      if (segment.readUInt16BE(5) * segment.readUInt16BE(7) > MOST_PIXELS) return 'pixels';
    }
    if (marker === APP1) kept.push(turnOnly(segment));
    else if (marker !== APP13 && !(marker === APP2 && segment.toString('latin1', 4, 7) === 'MPF'))
      kept.push(segment);
    at += segment.length;
  }
  return 'kind';
}

/** Of what a camera notes, how the picture is turned: without it people would lie on their side. */
function turnOnly(segment: Buffer): Buffer {
  const tiff = segment.subarray(10);
  if (segment.toString('latin1', 4, 8) !== 'Exif' || tiff.length < 8) return Buffer.alloc(0);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const word = (at: number) =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < word(first); entry += 1) {
    const at = first + 2 + entry * 12;
    const turn = word(at + 8);
    if (word(at) === 0x0112 && turn >= 1 && turn <= 8) {
      const head = Buffer.from('ffe10022457869660000', 'hex');
      const directory = Buffer.from(`4d4d002a000000080001011200030000000100${hex(turn)}000000000000`, 'hex');
      return Buffer.concat([head, directory]);
    }
  }
  return Buffer.alloc(0);
}

const hex = (turn: number) => turn.toString(16).padStart(2, '0');
