import { admission } from "#kernel/admission";
import { type Clock, systemClock } from "#kernel/clock";
import { equalInConstantTime, hmacBase64Url, toBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { isCommonPassword } from "./common-passwords.rules";
import { type Cost, type Kdf, SALT_BYTES } from "./kdf.rules";
import { KDFS } from "./kdfs.rules";
import { peppersIn } from "./peppers.rules";
import { formatPhc, type PhcHash, parsePhc } from "./phc.rules";

export interface PasswordVerdict {
  right: boolean;
  /**
   * True if algorithm, cost or pepper of the stored hash are outdated, so that the caller should store a
   * new hash.
   */
  stale: boolean;
}

/** A new password that its owner has chosen. */
interface PasswordChoice {
  password: string;
  /** The account's e-mail address. */
  email?: string;
  /** The JSON pointer to the password in the request body; `/password` by default. */
  pointer?: string;
}

export interface Passwords {
  /** Returns a new hash of a password as a PHC string. */
  hash(password: string): Promise<string>;
  /**
   * Verifies a password against a stored hash. Without a hash it takes equally long, and returns that the
   * password is wrong.
   */
  verify(password: string, stored: string | undefined): Promise<PasswordVerdict>;
  /**
   * Refuses a common password, and a password that is little more than the account's e-mail address.
   * @throws 422 `password_too_common`
   */
  refuseCommon(choice: PasswordChoice): void;
}

interface Options {
  /** The key derivation functions, of which the first makes new hashes. */
  kdfs?: readonly [Kdf, ...Kdf[]];
  clock?: Clock;
}

/**
 * The maximum number of key derivations at once. Each uses a whole core, and the isolate has other
 * requests.
 */
const KDFS_AT_ONCE = 2;
const PATIENCE_MS = 8000;

/**
 * Yields before a key derivation, which blocks the isolate's one thread. Requests that have arrived then
 * reach the admission, which limits them, instead of waiting uncounted for the thread.
 */
const othersTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Returns the bytes of a password that are hashed, in one Unicode composition. */
const bytesOf = (password: string) => new TextEncoder().encode(password.normalize("NFC"));

const sameCost = (a: Cost, b: Cost) =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);

const refuseCommon: Passwords["refuseCommon"] = ({ password, email, pointer = "/password" }) => {
  if (!isCommonPassword(password, email)) return;
  const message = "Must not be among the first that are guessed.";
  throw new AppError("password_too_common", undefined, {
    errors: [{ pointer, code: "password_too_common", message }],
  });
};

/**
 * Hashes and verifies passwords, up to a maximum number at once. A request that waits too long gets 503
 * `overloaded`.
 * @param pepper the value of PASSWORD_PEPPER: a secret that no backup of the database holds
 */
export const passwordsWith = (
  pepper: string,
  { kdfs = KDFS, clock = systemClock }: Options = {},
): Passwords => {
  const peppers = peppersIn(pepper);
  const admit = admission({ atOnce: KDFS_AT_ONCE, patienceMs: PATIENCE_MS, clock });
  const [{ name: algorithm, version, recommended: cost }] = kdfs;

  const tagOf = async (password: string, hash: Omit<PhcHash, "tag">) => {
    const kdf = kdfs.find(
      ({ name, version }) => name === hash.algorithm && version === hash.version,
    );
    if (!kdf) throw new Error(`No algorithm ${hash.algorithm} for a stored hash`);
    const secret = peppers.secret(hash.pepperVersion);
    const derived = await admit(async () => {
      await othersTurn();
      return kdf.derive(bytesOf(password), hash.salt, hash.cost);
    });
    return hmacBase64Url(secret, toBase64Url(derived));
  };

  const fresh = (salt: Uint8Array) => ({
    algorithm,
    cost,
    pepperVersion: peppers.current,
    salt,
    ...(version === undefined ? {} : { version }),
  });
  const noHash: PhcHash = { ...fresh(new Uint8Array(SALT_BYTES)), tag: "" };

  return {
    async hash(password) {
      const parts = fresh(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
      return formatPhc({ ...parts, tag: await tagOf(password, parts) });
    },

    async verify(password, stored) {
      const hash = stored === undefined ? noHash : parsePhc(stored);
      const right = equalInConstantTime(await tagOf(password, hash), hash.tag);
      const current =
        hash.algorithm === algorithm &&
        hash.pepperVersion === peppers.current &&
        sameCost(hash.cost, cost);
      return { right, stale: right && !current };
    },

    refuseCommon,
  };
};
