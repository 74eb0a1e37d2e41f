import { resolve } from "node:path";
import { dictionary } from "@zxcvbn-ts/language-common";
import { ROOT } from "#dev/install";
import { filterOf } from "#workers/users/passwords/bloom.rules";
import { folded } from "#workers/users/passwords/common-passwords.rules";

/** The minimum length of a password. Shorter ones need not be known. */
const CHARS_MIN = 8;
const FILE = resolve(ROOT, "workers/users/passwords/common-passwords.bin");

/** Returns the common passwords of zxcvbn's list that have the minimum length. */
export const commonPasswords = () => [
  ...new Set(dictionary["passwords-common"].map(folded).filter((text) => text.length >= CHARS_MIN)),
];

/** `bun dev/common-passwords.ts`: run it after an update of the list. */
if (import.meta.main) {
  const passwords = commonPasswords();
  const filter = filterOf(passwords);
  await Bun.write(FILE, filter);
  console.log(`${passwords.length} passwords in ${filter.length} bytes`);
}
