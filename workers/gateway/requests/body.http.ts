import { ARRIVAL_MS, arriving } from "#kernel/arrival";
import { AppError } from "#kernel/errors";

const BODY_MAX_BYTES = 64 * 1024;

const hasLength = ({ headers }: Request) =>
  headers.has("content-length") && !headers.has("transfer-encoding");

/** Returns whether a request says that its body is longer than `maxBytes`. */
export const saysTooLarge = (request: Request, maxBytes = BODY_MAX_BYTES) =>
  hasLength(request) && Number(request.headers.get("content-length")) > maxBytes;

/** Returns whether a body may be passed on as it arrives: only one whose length is known. */
export const isMeasured = hasLength;

/** Collects the pieces of a body that does not say how long it is, which has to be small anywhere. */
const collected = async (body: ReadableStream<Uint8Array>): Promise<ArrayBuffer> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > BODY_MAX_BYTES) throw new AppError("body_too_large");
    pieces.push(piece);
  }
  return new Blob(pieces).arrayBuffer();
};

/**
 * Returns all of a request's body, so that a slow sender never takes a place in the shop; undefined where
 * there is none.
 * @throws 408 `request_timeout`, 413 `body_too_large`, 400 `malformed_request` when it breaks off
 */
export const wholeBody = async (
  request: Request,
  arrivalMs = ARRIVAL_MS,
): Promise<ArrayBuffer | undefined> => {
  if (request.body === null || /^(GET|HEAD)$/.test(request.method)) return undefined;
  const all = hasLength(request) ? request.arrayBuffer() : collected(request.body);
  return arriving(all, arrivalMs);
};
