/** The cost parameters of a PHC string, such as `{ m: 19456, t: 2, p: 1 }`. */
export type Cost = Record<string, number>;

/** A slow, memory-hard function that derives a key from a password. */
export interface Kdf {
  /** The algorithm's name in a PHC string. */
  name: string;
  /** The algorithm's version in a PHC string; only Argon2 has one. */
  version?: number;
  /** The cost parameters of new hashes. */
  recommended: Cost;
  derive(password: Uint8Array, salt: Uint8Array, cost: Cost): Promise<Uint8Array>;
}

export const SALT_BYTES = 16;
export const TAG_BYTES = 32;
