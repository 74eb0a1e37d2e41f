// scrypt is the one memory-hard function that the runtime brings along without wasm, and only
// node:crypto has it (WebCrypto has PBKDF2 alone, which Workers cap below what OWASP asks for). This is
// the one file of the Workers that imports from node:, by way of the flag nodejs_compat.
import { scrypt } from "node:crypto";
import { equalInConstantTime, fromBase64Url, hmacBase64Url, toBase64Url } from "#kernel/encoding";

/** A slow, memory-hard function. Another algorithm is another entry in KDFS. */
interface Kdf {
  derive(password: Uint8Array, salt: Uint8Array, cost: Cost): Promise<Uint8Array>;
}
/** The cost parameters of a PHC string, such as `{ ln: 15, r: 8, p: 3 }`. */
type Cost = Record<string, number>;

const TAG_BYTES = 32;
const SALT_BYTES = 16;

const scryptKdf: Kdf = {
  derive: (password, salt, { ln = 0, r = 0, p = 0 }) => {
    const N = 2 ** ln;
    // Node's default limit is exactly what N = 2^15, r = 8 needs without the p blocks beside it.
    const options = { N, r, p, maxmem: 2 * 128 * N * r };
    return new Promise((resolve, reject) => {
      scrypt(password, salt, TAG_BYTES, options, (err, tag) => (err ? reject(err) : resolve(tag)));
    });
  },
};

const KDFS: Record<string, Kdf> = { scrypt: scryptKdf };

/** What new hashes are made with: OWASP's and ASVS 5's scrypt; N·r·p stays below the platform's 2^20. */
export const RECOMMENDED = { algorithm: "scrypt", cost: { ln: 15, r: 8, p: 3 } };

interface Hash {
  algorithm: string;
  cost: Cost;
  pepperVersion: number;
  salt: Uint8Array;
  /** HMAC of the derived key under the pepper of that version, base64url. */
  tag: string;
}

const toPhcBase64 = (text: string) => text.replaceAll("-", "+").replaceAll("_", "/");
const toUrlBase64 = (text: string) => text.replaceAll("+", "-").replaceAll("/", "_");

/** https://github.com/P-H-C/phc-string-format, with the pepper's version as one more parameter. */
const format = ({ algorithm, cost, pepperVersion, salt, tag }: Hash) => {
  const parameters = Object.entries({ ...cost, pepper: pepperVersion })
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  return `$${algorithm}$${parameters}$${toPhcBase64(toBase64Url(salt))}$${toPhcBase64(tag)}`;
};

const PHC = /^\$([a-z0-9-]+)\$([a-z]+=\d+(?:,[a-z]+=\d+)*)\$([\w+/]+)\$([\w+/]+)$/;

const parse = (text: string): Hash => {
  const [, algorithm, parameters, salt, tag] = PHC.exec(text) ?? [];
  if (!algorithm || !parameters || !salt || !tag) throw new Error("A stored hash is unreadable");
  const pairs = parameters.split(",").map((pair) => pair.split("="));
  const { pepper, ...cost } = Object.fromEntries(pairs.map(([name, n]) => [name, Number(n)]));
  return {
    algorithm,
    cost,
    pepperVersion: pepper ?? 0,
    salt: fromBase64Url(salt),
    tag: toUrlBase64(tag),
  };
};

/**
 * The peppers by version, out of `2:newer,1:older`; without a version it is 1. The highest one makes
 * new hashes; an older one is kept until the accounts that have it have signed in once.
 */
const peppersIn = (text: string) => {
  const entries = text.split(",").map((item): [number, string] => {
    const [, version, secret] = /^(\d+):(.+)$/.exec(item.trim()) ?? [];
    return version && secret ? [Number(version), secret] : [1, item.trim()];
  });
  return { all: new Map(entries), current: Math.max(...entries.map(([version]) => version)) };
};

/** The very bytes that are hashed: one text is one password, however a keyboard composes it. */
const bytesOf = (password: string) => new TextEncoder().encode(password.normalize("NFC"));

export interface PasswordVerdict {
  right: boolean;
  /** It was made with another algorithm, cost or pepper than new ones are: hash it anew now. */
  stale: boolean;
}

export interface Passwords {
  /** A new hash as a PHC string. */
  hash(password: string): Promise<string>;
  /** Whether the password made this hash. Without one it is as slow, and wrong. */
  verify(password: string, stored: string | undefined): Promise<PasswordVerdict>;
}

const sameCost = (a: Cost, b: Cost) =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);

/** @param pepper the value of PASSWORD_PEPPER: a secret that no backup of the database holds */
export const passwordsWith = (pepper: string, recommended = RECOMMENDED): Passwords => {
  const peppers = peppersIn(pepper);

  const tagOf = async (
    password: string,
    { algorithm, cost, pepperVersion, salt }: Omit<Hash, "tag">,
  ) => {
    const kdf = KDFS[algorithm];
    const secret = peppers.all.get(pepperVersion);
    if (!kdf) throw new Error(`No algorithm ${algorithm} for a stored hash`);
    if (!secret) throw new Error(`PASSWORD_PEPPER lacks version ${pepperVersion}`);
    const derived = await kdf.derive(bytesOf(password), salt, cost);
    return hmacBase64Url(secret, toBase64Url(derived));
  };

  const fresh = (salt: Uint8Array) => ({ ...recommended, pepperVersion: peppers.current, salt });
  const nobody: Hash = { ...fresh(new Uint8Array(SALT_BYTES)), tag: "" };

  return {
    async hash(password) {
      const parts = fresh(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
      return format({ ...parts, tag: await tagOf(password, parts) });
    },

    async verify(password, stored) {
      const hash = stored === undefined ? nobody : parse(stored);
      const right = equalInConstantTime(await tagOf(password, hash), hash.tag);
      const current =
        hash.algorithm === recommended.algorithm &&
        hash.pepperVersion === peppers.current &&
        sameCost(hash.cost, recommended.cost);
      return { right, stale: right && !current };
    },
  };
};
