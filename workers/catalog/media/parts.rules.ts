/** A part of a picture file, such as a chunk of a PNG or a segment of a JPEG, without its header. */
export interface Part {
  name: string;
  start: number;
  end: number;
}

/** The parts of a file, and whether it has all of them. */
export interface Parts {
  parts: Part[];
  isComplete: boolean;
}

/** More parts than any picture has. A hostile file of empty parts is cut off here. */
const PARTS_MAX = 100_000;

const textAt = (bytes: Uint8Array, start: number, chars: number) =>
  String.fromCharCode(...bytes.subarray(start, start + chars));

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

const PNG_HEADER_BYTES = 8;
const PNG_CHUNK_BYTES = 12;

/** https://www.w3.org/TR/png-3/#5Chunk-layout: length, name, data, checksum; the last chunk is IEND. */
const pngParts = (bytes: Uint8Array): Parts => {
  const view = viewOf(bytes);
  const parts: Part[] = [];
  let at = PNG_HEADER_BYTES;
  while (at + PNG_CHUNK_BYTES <= bytes.length && parts.length < PARTS_MAX) {
    const start = at + 8;
    const end = start + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    const name = textAt(bytes, at + 4, 4);
    parts.push({ name, start, end });
    if (name === "IEND") return { parts, isComplete: true };
    at = end + 4;
  }
  return { parts, isComplete: false };
};

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Markers without a length: TEM, RST0 to RST7. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Returns whether an end marker follows a position. Cameras append data of their own after it. */
const endsAfter = (bytes: Uint8Array, from: number) => {
  for (let at = bytes.lastIndexOf(END_OF_IMAGE); at > from; ) {
    if (bytes[at - 1] === 0xff) return true;
    at = bytes.lastIndexOf(END_OF_IMAGE, at - 1);
  }
  return false;
};

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B: segments up to the first scan, and an end marker. */
const jpegParts = (bytes: Uint8Array): Parts => {
  const view = viewOf(bytes);
  const parts: Part[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && parts.length < PARTS_MAX) {
    const marker = bytes[at + 1] ?? 0;
    // Bytes that fill up, and others that do not belong there, which decoders skip.
    const isMarker = bytes[at] === 0xff && marker !== 0xff && marker !== 0;
    if (!isMarker || isBare(marker)) {
      at += isMarker ? 2 : 1;
      continue;
    }
    if (marker === END_OF_IMAGE) break;
    const end = at + 2 + Math.max(view.getUint16(at + 2), 2);
    if (end > bytes.length) break;
    parts.push({ name: marker.toString(16), start: at + 4, end });
    if (marker === START_OF_SCAN) return { parts, isComplete: endsAfter(bytes, end) };
    at = end;
  }
  return { parts, isComplete: false };
};

/** https://developers.google.com/speed/webp/docs/riff_container: chunks of even length within the length of the file. */
const webpParts = (bytes: Uint8Array): Parts => {
  const view = viewOf(bytes);
  const parts: Part[] = [];
  const fileEnd = bytes.length >= 12 ? 8 + view.getUint32(4, true) : Number.POSITIVE_INFINITY;
  let at = 12;
  while (at + 8 <= Math.min(fileEnd, bytes.length) && parts.length < PARTS_MAX) {
    const start = at + 8;
    const end = start + view.getUint32(at + 4, true);
    if (end > bytes.length) break;
    parts.push({ name: textAt(bytes, at, 4), start, end });
    at = end + (end % 2);
  }
  return { parts, isComplete: fileEnd <= bytes.length && at >= fileEnd };
};

/** Returns the length of a table of colours, as flags announce it. */
const colourTableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

const afterBlocks = (bytes: Uint8Array, from: number) => {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += (bytes[at] ?? 0) + 1;
  return at + 1;
};

const GIF_HEADER_BYTES = 13;
const GIF = { extension: 0x21, image: 0x2c, end: 0x3b };

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt: extensions and frames, each of short blocks, and an end. */
const gifParts = (bytes: Uint8Array): Parts => {
  const parts: Part[] = [];
  let at = GIF_HEADER_BYTES + colourTableBytes(bytes[10] ?? 0);
  while (at < bytes.length && parts.length < PARTS_MAX) {
    const kind = bytes[at];
    if (kind === GIF.end) return { parts, isComplete: true };
    if (kind !== GIF.extension && kind !== GIF.image) break;
    const data = kind === GIF.extension ? at + 2 : at + 11 + colourTableBytes(bytes[at + 9] ?? 0);
    const end = afterBlocks(bytes, data);
    parts.push({ name: kind === GIF.image ? "frame" : "extension", start: data, end });
    at = end;
  }
  return { parts, isComplete: false };
};

/**
 * ISO/IEC 14496-12 §4.2: boxes whose length includes their header; 0 means until the end, 1 a long length. `meta`
 * describes the picture, and `mdat` is its data.
 */
const avifParts = (bytes: Uint8Array): Parts => {
  const view = viewOf(bytes);
  const parts: Part[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && parts.length < PARTS_MAX) {
    const length = view.getUint32(at);
    const isLong = length === 1;
    if (isLong && at + 16 > bytes.length) break;
    const headerBytes = isLong ? 16 : 8;
    const whole = isLong ? Number(view.getBigUint64(at + 8)) : length || bytes.length - at;
    if (whole < headerBytes || at + whole > bytes.length) break;
    parts.push({ name: textAt(bytes, at + 4, 4), start: at + headerBytes, end: at + whole });
    at += whole;
  }
  const hasAll = ["meta", "mdat"].every((box) => parts.some(({ name }) => name === box));
  return { parts, isComplete: at === bytes.length && hasAll };
};

/** Reads the parts of a picture in one pass over its headers, by its format. */
export const PARTS_OF = {
  png: pngParts,
  jpeg: jpegParts,
  gif: gifParts,
  webp: webpParts,
  avif: avifParts,
} as const satisfies Record<string, (bytes: Uint8Array) => Parts>;
export type PictureFormat = keyof typeof PARTS_OF;
