import { hmacBase64Url } from "#kernel/encoding";

const CODES = 10;
/** 16 characters of 32 kinds are 80 bits, so that a fast keyed hash suffices. */
const CHARS = 16;
/** Crockford's base 32. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

interface RecoveryCode {
  secret: string;
  userId: string;
  code: string;
}

const newCode = () => {
  const random = crypto.getRandomValues(new Uint8Array(CHARS));
  const text = Array.from(random, (byte) => ALPHABET[byte & 31]).join("");
  return text.match(/.{4}/g)?.join("-") ?? text;
};

/** Returns ten new codes, which are shown once. */
export const newRecoveryCodes = () => Array.from({ length: CODES }, newCode);

/** Returns the stored hash of a code. Dashes, spaces and case do not count. */
export const recoveryHashOf = ({ secret, userId, code }: RecoveryCode) =>
  hmacBase64Url(secret, `recovery ${userId} ${code.toLowerCase().replaceAll(/[\s-]/g, "")}`);
