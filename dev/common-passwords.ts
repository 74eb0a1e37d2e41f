import { resolve } from "node:path";
import { dictionary } from "@zxcvbn-ts/language-common";
import { ROOT } from "#dev/install";
import { filterOf } from "#workers/users/passwords/bloom.rules";
import { folded } from "#workers/users/passwords/common-passwords.rules";

/** What registration asks for at least: shorter ones need not be known. */
const CHARS_MIN = 8;
const FILE = resolve(ROOT, "workers/users/passwords/common-passwords.bin");

/** Returns the common passwords of zxcvbn's list that are long enough to be chosen here. */
export const commonPasswords = () => [
  ...new Set(dictionary["passwords-common"].map(folded).filter((text) => text.length >= CHARS_MIN)),
];

/** `bun dev/common-passwords.ts`, by hand whenever the list has a new version. */
if (import.meta.main) {
  const passwords = commonPasswords();
  const filter = filterOf(passwords);
  await Bun.write(FILE, filter);
  console.log(`${passwords.length} passwords in ${filter.length} bytes`);
}
