// The wasm module is imported statically, because Workers cannot compile wasm at run time.
import simd from "argon2id/dist/simd.wasm";
import setupWasm from "argon2id/lib/setup.js";
import { type Kdf, TAG_BYTES } from "./kdf.rules";

const instantiate = (imports: WebAssembly.Imports) => ({
  module: simd,
  instance: new WebAssembly.Instance(simd, imports),
});

/**
 * One instance of the wasm module for the isolate, created at start: a second instance's memory would not
 * fit, and a request must not await a promise of another request. Derivation is synchronous, so its memory
 * never contains two passwords at once.
 */
const compute = await setupWasm(instantiate, instantiate);

/**
 * Argon2id (RFC 9106), at the cost of OWASP and ASVS 5. The package refuses an empty password, as the
 * contract does.
 */
export const argon2id: Kdf = {
  name: "argon2id",
  version: 0x13,
  recommended: { m: 19_456, t: 2, p: 1 },
  derive: async (password, salt, { m = 0, t = 0, p = 0 }) =>
    compute({ password, salt, memorySize: m, passes: t, parallelism: p, tagLength: TAG_BYTES }),
};
