import type { ByteRange } from "./bucket.port";

const ONE_RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/;

/**
 * Returns the part that a Range header names; undefined for a header that is not one range of bytes, which is
 * ignored (RFC 9110 §14.2), and `unsatisfiable` for a part that does not exist.
 */
export const rangeOf = (header: string, bytes: number): ByteRange | "unsatisfiable" | undefined => {
  const match = ONE_RANGE.exec(header.trim());
  if (!match) return undefined;
  const [, first, last, suffix] = match;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), bytes);
    return length === 0 ? "unsatisfiable" : { offset: bytes - length, length };
  }
  const offset = Number(first);
  const end = last ? Math.min(Number(last), bytes - 1) : bytes - 1;
  if (last && Number(last) < offset) return undefined;
  return offset >= bytes ? "unsatisfiable" : { offset, length: end - offset + 1 };
};
