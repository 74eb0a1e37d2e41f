// The memory-hard function that the runtime brings along without wasm, and only node:crypto has it
// (WebCrypto has PBKDF2 alone, which Workers cap below what OWASP asks for). Besides the kernel's
// call.ts this is the one file of the Workers that imports from node:, by way of the flag nodejs_compat.
import { scrypt as derive } from "node:crypto";
import { type Kdf, TAG_BYTES } from "./kdf.rules";

/** RFC 7914. The costs are OWASP's and those of ASVS 5; N·r·p stays below the platform's 2^20. */
export const scrypt: Kdf = {
  name: "scrypt",
  recommended: { ln: 15, r: 8, p: 3 },
  derive: (password, salt, { ln = 0, r = 0, p = 0 }) => {
    const N = 2 ** ln;
    // Node's default limit is exactly what N = 2^15, r = 8 needs without the p blocks beside it.
    const options = { N, r, p, maxmem: 2 * 128 * N * r };
    return new Promise((resolve, reject) => {
      derive(password, salt, TAG_BYTES, options, (err, tag) => (err ? reject(err) : resolve(tag)));
    });
  },
};
