import type { Part, PictureFormat } from "./parts.rules";

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
const TIFF_HEADER_BYTES = 8;
const LITTLE_ENDIAN = 0x4949;
const BIG_ENDIAN = 0x4d4d;

/** Reads one field of the first directory of a TIFF block: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf */
const orientationIn = (block: Uint8Array): number => {
  if (block.length < TIFF_HEADER_BYTES) return 1;
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const order = view.getUint16(0);
  if (order !== LITTLE_ENDIAN && order !== BIG_ENDIAN) return 1;
  const isLittle = order === LITTLE_ENDIAN;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > block.length) return 1;
  const entries = view.getUint16(directory, isLittle);
  for (let nth = 0; nth < entries; nth += 1) {
    const at = directory + 2 + nth * ENTRY_BYTES;
    if (at + ENTRY_BYTES > block.length) return 1;
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
    return view.getUint16(at + 2, isLittle) === SHORT ? view.getUint16(at + 8, isLittle) : 1;
  }
  return 1;
};

/** The part with the EXIF data, and what stands before it. GIF has none, and AVIF ignores its own. */
const EXIF_PARTS: Partial<Record<PictureFormat, { part: string; prefix: string }>> = {
  jpeg: { part: "e1", prefix: "Exif\0\0" },
  png: { part: "eXIf", prefix: "" },
  webp: { part: "EXIF", prefix: "" },
};

/** Some writers keep the prefix of JPEG in other formats too. */
const withoutPrefix = (data: Uint8Array) => {
  const prefix = EXIF_PARTS.jpeg?.prefix ?? "";
  const isThere = [...prefix].every((char, index) => data[index] === char.charCodeAt(0));
  return { data: isThere ? data.subarray(prefix.length) : data, isThere };
};

/** Returns whether a decoder shows the picture on its side: orientations 5 to 8 of EXIF. */
export const isTurned = (bytes: Uint8Array, format: PictureFormat, parts: readonly Part[]) => {
  const exif = EXIF_PARTS[format];
  if (!exif) return false;
  for (const { name, start, end } of parts) {
    if (name !== exif.part) continue;
    const { data, isThere } = withoutPrefix(bytes.subarray(start, end));
    // JPEG's segment holds other kinds of data as well.
    if (exif.prefix !== "" && !isThere) continue;
    const orientation = orientationIn(data);
    return orientation >= 5 && orientation <= 8;
  }
  return false;
};
