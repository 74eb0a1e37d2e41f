import type { Context } from "hono";
import { FILE_BYTES_MAX } from "#catalog/files.contract";
import { paced } from "#kernel/arrival";
import { AppError } from "#kernel/errors";

/** A media type without parameters (RFC 9110 §8.3.1). */
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}$/;
const UNKNOWN_TYPE = "application/octet-stream";

const typeOf = (c: Context) => {
  const [stated = ""] = (c.req.header("content-type") ?? "").split(";");
  const type = stated.trim().toLowerCase();
  return MEDIA_TYPE.test(type) ? type : UNKNOWN_TYPE;
};

/**
 * Returns the file that arrives, unread.
 * @throws 400 `validation_failed` if it is empty or its length is unknown, 413 `body_too_large`
 */
export const arrivingFile = (c: Context) => {
  const bytes = Number(c.req.header("content-length") ?? 0);
  const { body } = c.req.raw;
  if (!Number.isSafeInteger(bytes) || bytes <= 0 || !body)
    throw new AppError(
      "validation_failed",
      "The file must not be empty, and needs a Content-Length.",
    );
  if (bytes > FILE_BYTES_MAX)
    throw new AppError("body_too_large", `A file may have at most ${FILE_BYTES_MAX} bytes.`);
  return { bytes, contentType: typeOf(c), body: paced(body) };
};
