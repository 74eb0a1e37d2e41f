import { hmacBase64Url } from "#kernel/encoding";

const CODES = 10;
/** 16 characters of 32: 80 bits, so a keyed hash needs no slowness. */
const CHARS = 16;
/** Crockford's base 32. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const newCode = () => {
  const random = crypto.getRandomValues(new Uint8Array(CHARS));
  const text = Array.from(random, (byte) => ALPHABET[byte & 31]).join("");
  return text.match(/.{4}/g)?.join("-") ?? text;
};

/** Ten new codes, as they are shown once. */
export const newRecoveryCodes = () => Array.from({ length: CODES }, newCode);

/** What is kept of a code; dashes, blanks and case do not count. */
export const recoveryHashOf = (secret: string, userId: string, code: string) =>
  hmacBase64Url(secret, `recovery ${userId} ${code.toLowerCase().replaceAll(/[\s-]/g, "")}`);
