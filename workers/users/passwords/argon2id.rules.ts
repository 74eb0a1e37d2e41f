// A static import, because Workers compile no wasm while they run.
import simd from "argon2id/dist/simd.wasm";
import setupWasm from "argon2id/lib/setup.js";
import { type Kdf, TAG_BYTES } from "./kdf.rules";

const instantiate = (imports: WebAssembly.Imports) => ({
  module: simd,
  instance: new WebAssembly.Instance(simd, imports),
});

/**
 * One instance and its memory for the isolate, made while it starts: a second memory would not fit, and
 * a promise that one request made must not be awaited by another. It computes in one go, so no two
 * passwords are ever in it.
 */
const compute = await setupWasm(instantiate, instantiate);

/**
 * RFC 9106. The costs are OWASP's, and those of ASVS 5. The package refuses an empty password, as the
 * contract does.
 */
export const argon2id: Kdf = {
  name: "argon2id",
  version: 0x13,
  recommended: { m: 19_456, t: 2, p: 1 },
  derive: async (password, salt, { m = 0, t = 0, p = 0 }) =>
    compute({ password, salt, memorySize: m, passes: t, parallelism: p, tagLength: TAG_BYTES }),
};
