import { hmacBase64Url } from "#kernel/encoding";

const CODES = 10;
/**
 * The length of a recovery code. 16 characters from an alphabet of 32 are 80 bits, so that a fast keyed
 * hash suffices.
 */
const CHARS = 16;
/** The alphabet of recovery codes: Crockford's base 32. */
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

/** Returns ten new recovery codes, which are shown once. */
export const newRecoveryCodes = () => Array.from({ length: CODES }, newCode);

/** Returns the hash under which a recovery code is stored. Ignores dashes, spaces and letter case. */
export const recoveryHashOf = ({ secret, userId, code }: RecoveryCode) =>
  hmacBase64Url(secret, `recovery ${userId} ${code.toLowerCase().replaceAll(/[\s-]/g, "")}`);
