import { ARRIVAL_MS, arriving } from "#kernel/arrival";
import { AppError } from "#kernel/errors";

const BODY_MAX_BYTES = 64 * 1024;

/** Returns whether the length of a body is known. Only then may it be forwarded while it arrives. */
export const hasLength = ({ headers }: Request) =>
  headers.has("content-length") && !headers.has("transfer-encoding");

/** Returns whether the declared length of a body exceeds `maxBytes`. */
export const declaresTooLarge = (request: Request, maxBytes = BODY_MAX_BYTES) =>
  hasLength(request) && Number(request.headers.get("content-length")) > maxBytes;

/** Collects the chunks of a body without a declared length. Such a body must be small on every route. */
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
 * Returns the whole body of a request, so that a slow client does not occupy a slot; undefined if there
 * is none.
 * @throws 408 `request_timeout`, 413 `body_too_large`, 400 `malformed_request` if it breaks off
 */
export const wholeBody = async (
  request: Request,
  arrivalMs = ARRIVAL_MS,
): Promise<ArrayBuffer | undefined> => {
  if (/^(GET|HEAD)$/.test(request.method) || request.body === null) return undefined;
  const all = hasLength(request) ? request.arrayBuffer() : collected(request.body);
  return arriving(all, arrivalMs);
};
