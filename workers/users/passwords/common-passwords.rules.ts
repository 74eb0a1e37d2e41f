import { isIn } from "./bloom.rules";
import bytes from "./common-passwords.bin";

const FILTER = new Uint8Array(bytes);

/** The shop's name, which attackers try with a prefix or suffix. */
const SHOP_WORDS = ["bodega"];
/** The minimum length of a word to look for. Shorter words occur in too many passwords. */
const WORD_CHARS_MIN = 4;
/** The number of characters that a password needs beside these words. */
const OWN_CHARS_MIN = 8;

/** Returns a password in the normal form of the Bloom filter; see dev/common-passwords.ts. */
export const folded = (password: string) => password.normalize("NFC").toLowerCase();

/** Removes the account's e-mail address and the shop's name from a password. */
const withoutObvious = (password: string, email: string) => {
  const [local = ""] = email.split("@");
  return [email, local, ...SHOP_WORDS]
    .map(folded)
    .filter((word) => word.length >= WORD_CHARS_MIN)
    .reduce((rest, word) => rest.replaceAll(word, ""), password);
};

/**
 * Returns whether a password is easy to guess: a common password in upper or lower case, or the account's
 * e-mail address or the shop's name with too few other characters.
 */
export const isCommonPassword = (password: string, email = "") => {
  const whole = folded(password);
  const own = withoutObvious(whole, email);
  return own.length < OWN_CHARS_MIN || isIn(FILTER, whole) || isIn(FILTER, own);
};
