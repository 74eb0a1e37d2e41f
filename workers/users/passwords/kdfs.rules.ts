import { argon2id } from "./argon2id.rules";
import type { Kdf } from "./kdf.rules";
import { scrypt } from "./scrypt.rules";

/**
 * The first one makes the new hashes. Those of the others are verified, and made anew at the next
 * sign-in. Another algorithm is another entry.
 */
export const KDFS: readonly [Kdf, ...Kdf[]] = [argon2id, scrypt];
