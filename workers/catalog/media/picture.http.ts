import type { Context } from "hono";
import { paced } from "#kernel/arrival";
import { AppError } from "#kernel/errors";
import { CONTENT_TYPES, type ContentType, PICTURE_BYTES_MAX } from "./media.contract";

/** A file as it arrived. */
export interface Received {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  claimedType: ContentType;
}

const tooLarge = () =>
  new AppError("body_too_large", `A picture may have at most ${PICTURE_BYTES_MAX} bytes.`);

const typeOf = (c: Context): ContentType => {
  const [stated = ""] = (c.req.header("content-type") ?? "").split(";");
  const type = CONTENT_TYPES.find((one) => one === stated.trim().toLowerCase());
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if (type && isPlain) return type;
  throw new AppError("unsupported_media_type", `The body must be ${CONTENT_TYPES.join(", ")}.`);
};

const NOTHING = new ReadableStream<Uint8Array>({ start: (stream) => stream.close() });

/**
 * Collects a body. A declared length is reserved at once, so that the bytes are held once.
 * @throws 413 `body_too_large`, as soon as more arrives
 */
const collected = async (body: ReadableStream<Uint8Array>, declaredBytes: number) => {
  let held = new Uint8Array(declaredBytes);
  let bytes = 0;
  for await (const chunk of paced(body)) {
    const end = bytes + chunk.byteLength;
    if (end > PICTURE_BYTES_MAX) throw tooLarge();
    if (end > held.byteLength) {
      const larger = new Uint8Array(Math.min(PICTURE_BYTES_MAX, Math.max(end, 2 * bytes)));
      larger.set(held.subarray(0, bytes));
      held = larger;
    }
    held.set(chunk, bytes);
    bytes = end;
  }
  return held.subarray(0, bytes);
};

/**
 * Returns the uploaded file, regardless of what its headers say of its length. The gateway admits few uploads at a
 * time, so that an isolate never holds many.
 * @throws 415 `unsupported_media_type`, 413 `body_too_large`, 408 when it stops arriving, 400 when it breaks off
 */
export const receivedPicture = async (c: Context): Promise<Received> => {
  const claimedType = typeOf(c);
  const declared = Number(c.req.header("content-length") ?? 0);
  if (declared > PICTURE_BYTES_MAX) throw tooLarge();
  const bytes = await collected(c.req.raw.body ?? NOTHING, Math.max(declared, 0));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { bytes, sha256: digest.toHex(), claimedType };
};
