import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Glob, Transpiler } from "bun";
import { ROOT } from "#dev/install";
import type { Cost, Kdf } from "#workers/users/passwords/kdf.rules";
import { KDFS } from "#workers/users/passwords/kdfs.rules";
import { scrypt } from "#workers/users/passwords/scrypt.rules";

// Production refuses costs that the local runtime accepts, so without this test the first sign-in
// after a deployment would fail. https://developers.cloudflare.com/workers/runtime-apis/web-crypto/
const PBKDF2_ITERATIONS_MAX = 100_000;
const SCRYPT_WORK_MAX = 2 ** 20;
/** The memory of the argon2id instance. */
const ARGON2ID_KIB_MAX = 65 * 1024;

/** The costs that production accepts, by the name of the function in a PHC string. */
const ALLOWED: Record<string, (cost: Cost) => boolean> = {
  argon2id: ({ m = Infinity }) => m <= ARGON2ID_KIB_MAX,
  scrypt: ({ ln = Infinity, r = 1, p = 1 }) => 2 ** ln * r * p <= SCRYPT_WORK_MAX,
  "pbkdf2-sha256": ({ i = Infinity }) => i <= PBKDF2_ITERATIONS_MAX,
};
const isAllowed = ({ name, recommended }: Kdf) => ALLOWED[name]?.(recommended) ?? false;

/** The only file that takes a KDF from the platform. Its costs are in the table. */
const HOME = "workers/users/passwords/scrypt.rules.ts";
const NODE_CRYPTO = /import ([^;]*?) from ?"(?:node:)?crypto"|["'`](?:node:)?crypto["'`]/g;
const ITERATIONS = /\biterations\b(?:: ?(\d[\d.e+]*)\s*[,}])?/g;

/** Returns calls in a source that production refuses, or whose costs cannot be read from it. */
const refusedIn = (path: string, source: string): string[] => {
  const loader = path.endsWith(".tsx") ? "tsx" : "ts";
  // Removes types and comments.
  const code = new Transpiler({ loader }).transformSync(source);
  const imports = [...code.matchAll(NODE_CRYPTO)]
    .filter(([, names]) => path !== HOME || !/^\{ ?scrypt( as \w+)? ?\}$/.test(names ?? ""))
    .map(() => `${path}: node:crypto, whose KDFs only ${HOME} may use`);
  if (!/pbkdf2/i.test(code)) return imports;
  const iterations = [...code.matchAll(ITERATIONS)].map(([, number]) => Number(number));
  const within = iterations.length > 0 && iterations.every((n) => n <= PBKDF2_ITERATIONS_MAX);
  return within ? imports : [...imports, `${path}: PBKDF2 without a number up to 100000`];
};

const sources = [...new Glob("workers/**/*.{ts,tsx}").scanSync(ROOT)].filter(
  (path) => !/\.test\.tsx?$|\.d\.ts$/.test(path),
);

describe("costs of KDFs", () => {
  test("stay within production's limits in the table of the users Worker", () => {
    expect(KDFS.length).toBeGreaterThan(1);
    expect(KDFS.filter((kdf) => !isAllowed(kdf))).toEqual([]);
  });

  test("stay within production's limits in the source of every Worker", () => {
    expect(sources).toContain(HOME);
    const read = (path: string) => readFileSync(resolve(ROOT, path), "utf8");
    expect(sources.flatMap((path) => refusedIn(path, read(path)))).toEqual([]);
  });
});

describe("the check of KDFs", () => {
  const dearer = (name: string, recommended: Cost) => isAllowed({ ...scrypt, name, recommended });

  test("fails when the table has too high a cost, or a function with unknown limits", () => {
    expect(dearer("scrypt", { ln: 17, r: 8, p: 1 })).toBe(true);
    expect(dearer("scrypt", { ln: 17, r: 8, p: 2 })).toBe(false);
    expect(dearer("pbkdf2-sha256", { i: 600_000 })).toBe(false);
    expect(dearer("argon2id", { m: 131_072, t: 2, p: 1 })).toBe(false);
    expect(dearer("bcrypt", { r: 10 })).toBe(false);
  });

  test.each([
    `crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: 600_000 }, key, 256)`,
    `crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: 1e6 }, key, 256)`,
    `crypto.subtle.deriveKey({ name: 'pbkdf2', salt, iterations: ROUNDS }, key, aes, false, use)`,
    `const iterations = 2 * 100_000; f({ name: "PBKDF2", salt, iterations })`,
    `crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"])`,
    `import { pbkdf2Sync } from "node:crypto"; pbkdf2Sync(a, b, 1_000_000, 32, "sha256")`,
    `import { scrypt } from "node:crypto"; scrypt(a, b, 32, { N: 2 ** 18, r: 8, p: 1 }, done)`,
    `import * as node from "crypto"; node["scrypt" + "Sync"](a, b, 32)`,
    `const { scryptSync } = await import("node:crypto"); scryptSync(a, b, 32)`,
    `const node = process.getBuiltinModule("node:crypto"); node.scryptSync(a, b, 32)`,
  ])("fails for %s", (source) => {
    expect(refusedIn("workers/cart/planted.ts", source).length).toBeGreaterThan(0);
  });

  test("fails when the one file with node:crypto imports another function", () => {
    const source = `import { scrypt, pbkdf2 } from "node:crypto"; use(scrypt, pbkdf2);`;
    expect(refusedIn(HOME, source).length).toBeGreaterThan(0);
  });

  test("accepts allowed costs and comments", () => {
    const fine = `// PBKDF2 with iterations: 600_000 would be refused.
      crypto.subtle.deriveBits({ name: "PBKDF2", salt, iterations: 100_000 }, key, 256)`;
    expect(refusedIn("workers/cart/planted.ts", fine)).toEqual([]);
  });
});
