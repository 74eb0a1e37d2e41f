import { argon2id } from "./argon2id.rules";
import type { Kdf } from "./kdf.rules";
import { scrypt } from "./scrypt.rules";

/**
 * The key derivation functions. The first makes new hashes. Hashes of the others are verified, and replaced
 * at the next sign-in.
 */
export const KDFS: readonly [Kdf, ...Kdf[]] = [argon2id, scrypt];
