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

/** A file of more bytes is imported in a job: its import would take over five seconds. */
const AT_ONCE_BYTES_MAX = 1024 * 1024;

const wantsJob = (c: Context) => /\brespond-async\b/i.test(c.req.header("prefer") ?? "");

/** An uploaded file that is imported at once. */
export interface Upload {
  isLarge: false;
  file: Bytes;
  /** SHA-256 of the file; empty for a file that is imported while it arrives. */
  digest: string;
}

/** An uploaded file that is imported in a job. */
export interface LargeUpload {
  isLarge: true;
  file: Bytes;
}

/**
 * Returns the uploaded file. Reads a small one into memory first if it comes with an Idempotency-Key, which is bound to
 * the file's digest. One without a length is read
 * as well, because it may turn out too large.
 * @throws 415 `unsupported_media_type`, 413 `body_too_large`, 408 when it stops arriving, 400 when it breaks off
 */
export const uploadOf = async (c: Context): Promise<Upload | LargeUpload> => {
  const file = limited(bodyOf(c));
  const length = c.req.header("content-length");
  if (wantsJob(c) || Number(length) > AT_ONCE_BYTES_MAX) return { isLarge: true, file };
  const isKeyed = c.req.header("idempotency-key") !== undefined;
  if (!isKeyed && length !== undefined) return { isLarge: false, file, digest: "" };
  const bytes = await new Response(file).arrayBuffer();
  const whole = new Blob([bytes]).stream();
  if (bytes.byteLength > AT_ONCE_BYTES_MAX) return { isLarge: true, file: whole };
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { isLarge: false, file: whole, digest: digest.toHex() };
};
