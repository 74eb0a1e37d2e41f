import type { Context } from "hono";
import { paced } from "#kernel/arrival";
import { AppError } from "#kernel/errors";

const FILE_BYTES_MAX = 20 * 1024 * 1024;

type Bytes = ReadableStream<Uint8Array>;

const tooLarge = () =>
  new AppError("body_too_large", `A file may have at most ${FILE_BYTES_MAX} bytes.`);

/**
 * Returns a stream that fails with 408 when the file stops arriving, with 400 when it breaks off, and
 * with 413 when it is too large, regardless of its declared length.
 */
const limited = (file: Bytes): Bytes => {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, stream) {
      bytes += chunk.byteLength;
      if (bytes <= FILE_BYTES_MAX) stream.enqueue(chunk);
      else stream.error(tooLarge());
    },
  });
  return paced(file).pipeThrough(counter);
};

const bodyOf = (c: Context): Bytes => {
  const type = c.req.header("content-type") ?? "";
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type) ?? [];
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if (!/^text\/csv\b/i.test(type) || !/^utf-?8$/i.test(charset) || !isPlain) {
    throw new AppError("unsupported_media_type", "The body must be text/csv in UTF-8.");
  }
  if (Number(c.req.header("content-length")) > FILE_BYTES_MAX) throw tooLarge();
  return c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: (stream) => stream.close() });
};

export interface Upload {
  file: Bytes;
  /** SHA-256 of the file; empty for a file that is imported while it arrives. */
  digest: string;
}

/**
 * Returns the uploaded file. Reads it into memory first if it comes with an Idempotency-Key, which is
 * bound to the file's digest, or without a length, since it may turn out too large to import.
 * @throws 415 `unsupported_media_type`, 413 `body_too_large`, 408 when it stops arriving, 400 when it breaks off
 */
export const uploadOf = async (c: Context): Promise<Upload> => {
  const file = limited(bodyOf(c));
  const isKeyed = c.req.header("idempotency-key") !== undefined;
  if (!isKeyed && c.req.header("content-length") !== undefined) return { file, digest: "" };
  const bytes = await new Response(file).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { file: new Blob([bytes]).stream(), digest: digest.toHex() };
};
