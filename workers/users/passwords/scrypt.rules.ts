// Only node:crypto offers the runtime's own memory-hard function. WebCrypto has PBKDF2, which Workers
// limit below the cost of OWASP. Besides kernel/call.ts this is the only file that imports from node:,
// for which the flag nodejs_compat is set.
import { scrypt as derive } from "node:crypto";
import { type Kdf, TAG_BYTES } from "./kdf.rules";

/** scrypt (RFC 7914), at the cost of OWASP and ASVS 5. N·r·p stays below the platform's limit of 2^20. */
export const scrypt: Kdf = {
  name: "scrypt",
  recommended: { ln: 15, r: 8, p: 3 },
  derive: (password, salt, { ln = 0, r = 0, p = 0 }) => {
    const N = 2 ** ln;
    // Node's default memory limit suffices for N = 2^15 and r = 8, but not for the additional p blocks.
    const options = { N, r, p, maxmem: 2 * 128 * N * r };
    return new Promise((resolve, reject) => {
      derive(password, salt, TAG_BYTES, options, (err, tag) => (err ? reject(err) : resolve(tag)));
    });
  },
};
