import { isIn } from "./bloom.rules";
import bytes from "./common-passwords.bin";

const FILTER = new Uint8Array(bytes);

/** Whoever guesses at this shop tries its name, with something before or behind. */
const SHOP_WORDS = ["bodega"];
/** A shorter word is part of too many others. */
const WORD_CHARS_MIN = 4;
/** The least that a password has, of its own. */
const OWN_CHARS_MIN = 8;

/** One form for all ways to write a password; dev/common-passwords.ts fills the filter with it. */
export const folded = (password: string) => password.normalize("NFC").toLowerCase();

/** Without the words that anybody would try for this account. */
const withoutObvious = (password: string, email: string) => {
  const [local = ""] = email.split("@");
  return [email, local, ...SHOP_WORDS]
    .map(folded)
    .filter((word) => word.length >= WORD_CHARS_MIN)
    .reduce((rest, word) => rest.replaceAll(word, ""), password);
};

/**
 * Whether a password is among those that are guessed first: one of the common ones, in whatever case,
 * or the account's own address or the shop's name with too little besides.
 */
export const isCommonPassword = (password: string, email = "") => {
  const whole = folded(password);
  const own = withoutObvious(whole, email);
  return own.length < OWN_CHARS_MIN || isIn(FILTER, whole) || isIn(FILTER, own);
};
