import { imageDimensionsFromData } from "image-dimensions";
import { CONTENT_TYPES, type ContentType } from "#catalog/media/media.contract";
import { ok, type Result, refuse } from "#kernel/result";
import { isTurned } from "./orientation.rules";
import { PARTS_OF, type Part, type Parts, type PictureFormat } from "./parts.rules";

/** What a file says of itself, read from its content. */
export interface Picture {
  contentType: ContentType;
  /** The extension of its file name. */
  extension: string;
  /** As shown, after the orientation that EXIF states. */
  width: number;
  height: number;
}

/** Why a file is refused: a stable code, a sentence, and details. */
export interface PictureFault {
  code: string;
  message: string;
  [detail: string]: unknown;
}

/** The bounds of Cloudflare's resizing, and of what a phone can decode. */
export const SIDE_MAX_PX = 12_000;
export const PIXELS_MAX = 64_000_000;
/** The box that describes an AVIF has a few hundred bytes. A long one is hostile: its lists fill the memory. */
const META_BYTES_MAX = 64 * 1024;

const FORMATS: Record<PictureFormat, { contentType: ContentType; extension: string }> = {
  png: { contentType: "image/png", extension: "png" },
  jpeg: { contentType: "image/jpeg", extension: "jpg" },
  gif: { contentType: "image/gif", extension: "gif" },
  webp: { contentType: "image/webp", extension: "webp" },
  avif: { contentType: "image/avif", extension: "avif" },
};

const SIGNATURES: readonly [PictureFormat, RegExp][] = [
  ["png", /^\x89PNG\r\n/],
  ["jpeg", /^\xff\xd8\xff/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF[\s\S]{4}WEBP/],
  ["avif", /^[\s\S]{4}ftyp(avif|avis|[\s\S]{8,44}avi[fs])/],
];
const SIGNATURE_BYTES = 64;

const formatOf = (bytes: Uint8Array): PictureFormat | undefined => {
  const head = String.fromCharCode(...bytes.subarray(0, SIGNATURE_BYTES));
  return SIGNATURES.find(([, signature]) => signature.test(head))?.[0];
};

const FAULTS = {
  empty: () => ({ code: "empty", message: "The body is empty." }),
  notPicture: () => ({
    code: "not_a_picture",
    message: "The content is none of the allowed picture formats.",
    allowed: CONTENT_TYPES,
  }),
  mismatch: (contentType: ContentType) => ({
    code: "type_mismatch",
    message: `The Content-Type does not say what the content is: ${contentType}.`,
    contentType,
  }),
  incomplete: () => ({ code: "incomplete", message: "The picture ends before it is complete." }),
  unreadable: () => ({ code: "unreadable", message: "The size of the picture cannot be read." }),
  tooLarge: (width: number, height: number) => ({
    code: "too_many_pixels",
    message: `A side may have ${SIDE_MAX_PX} pixels, and the picture ${PIXELS_MAX}.`,
    ...{ width, height, sideMax: SIDE_MAX_PX, pixelsMax: PIXELS_MAX },
  }),
};

/** Returns the bytes that the size is read from: of an AVIF, those up to the end of its description. */
const measured = (bytes: Uint8Array, format: PictureFormat, parts: readonly Part[]) => {
  if (format !== "avif") return bytes;
  const meta = parts.find(({ name }) => name === "meta");
  if (!meta || meta.end - meta.start > META_BYTES_MAX) return undefined;
  return bytes.subarray(0, meta.end);
};

/** Returns the coded size. A hostile file that the library fails on has none. */
const sizeOf = (bytes: Uint8Array, format: PictureFormat, { parts }: Parts) => {
  try {
    const head = measured(bytes, format, parts);
    const size = head && imageDimensionsFromData(head);
    return size && size.type === format && size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reads a file's format and size from its content.
 * @param claimedType the type that its sender states
 */
export const pictureOf = (
  bytes: Uint8Array,
  claimedType: ContentType,
): Result<Picture, PictureFault> => {
  if (bytes.length === 0) return refuse(FAULTS.empty());
  const format = formatOf(bytes);
  if (!format) return refuse(FAULTS.notPicture());
  const { contentType, extension } = FORMATS[format];
  if (contentType !== claimedType) return refuse(FAULTS.mismatch(contentType));
  const parts = PARTS_OF[format](bytes);
  if (!parts.isComplete) return refuse(FAULTS.incomplete());
  const coded = sizeOf(bytes, format, parts);
  if (!coded) return refuse(FAULTS.unreadable());
  const { width, height } = coded;
  if (Math.max(width, height) > SIDE_MAX_PX || width * height > PIXELS_MAX)
    return refuse(FAULTS.tooLarge(width, height));
  const shown = isTurned(bytes, format, parts.parts)
    ? { width: height, height: width }
    : { width, height };
  return ok({ contentType, extension, ...shown });
};
