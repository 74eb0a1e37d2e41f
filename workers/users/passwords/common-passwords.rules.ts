import { isIn } from "./bloom.rules";
import bytes from "./common-passwords.bin";

const FILTER = new Uint8Array(bytes);

/** Attackers try the shop's name with a prefix or suffix. */
const SHOP_WORDS = ["bodega"];
/** A shorter word occurs in too many passwords. */
const WORD_CHARS_MIN = 4;
/** Characters that a password needs beside these words. */
const OWN_CHARS_MIN = 8;

/** Returns a password in the normal form of the filter; see dev/common-passwords.ts. */
export const folded = (password: string) => password.normalize("NFC").toLowerCase();

/** Removes the account's address and the shop's name. */
const withoutObvious = (password: string, email: string) => {
  const [local = ""] = email.split("@");
  return [email, local, ...SHOP_WORDS]
    .map(folded)
    .filter((word) => word.length >= WORD_CHARS_MIN)
    .reduce((rest, word) => rest.replaceAll(word, ""), password);
};

/**
 * Returns whether a password is easy to guess: a common one, in any case, or the account's address or the
 * shop's name with too few other characters.
 */
export const isCommonPassword = (password: string, email = "") => {
  const whole = folded(password);
  const own = withoutObvious(whole, email);
  return own.length < OWN_CHARS_MIN || isIn(FILTER, whole) || isIn(FILTER, own);
};
