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
  /** It was made with another algorithm, cost or pepper than new ones are: hash it anew now. */
  stale: boolean;
}

export interface Passwords {
  /** A new hash as a PHC string. */
  hash(password: string): Promise<string>;
  /** Whether the password made this hash. Without one it is as slow, and wrong. */
  verify(password: string, stored: string | undefined): Promise<PasswordVerdict>;
  /**
   * Refuses a new password that is among those that are guessed first, also because it is little more
   * than the account's own address. `pointer` says where in the body it stood.
   * @throws 422 `password_too_common`
   */
  refuseCommon(password: string, email?: string, pointer?: string): void;
}

interface Options {
  /** The first one makes the new hashes. */
  kdfs?: readonly [Kdf, ...Kdf[]];
  clock?: Clock;
}

/** Each takes a core for itself, and each isolate is to answer others too. */
const KDFS_AT_ONCE = 2;
const PATIENCE_MS = 8000;

/**
 * A derivation holds the isolate's one thread from its beginning to its end. Without a pause before it,
 * who comes in would queue for the thread, where the gate does not see them and nobody else gets in.
 */
const othersTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** The very bytes that are hashed: one text is one password, however a keyboard composes it. */
const bytesOf = (password: string) => new TextEncoder().encode(password.normalize("NFC"));

const sameCost = (a: Cost, b: Cost) =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);

const refuseCommon: Passwords["refuseCommon"] = (password, email, pointer = "/password") => {
  if (!isCommonPassword(password, email)) return;
  const message = "is among the first that are guessed";
  throw new AppError("password_too_common", undefined, { errors: [{ pointer, message }] });
};

/**
 * Who comes while the isolate derives as many keys as it can waits a little, and is told to come back
 * with 503 `overloaded` when that was in vain.
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
    ...{ algorithm, cost, pepperVersion: peppers.current, salt },
    ...(version === undefined ? {} : { version }),
  });
  const nobody: PhcHash = { ...fresh(new Uint8Array(SALT_BYTES)), tag: "" };

  return {
    async hash(password) {
      const parts = fresh(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
      return formatPhc({ ...parts, tag: await tagOf(password, parts) });
    },

    async verify(password, stored) {
      const hash = stored === undefined ? nobody : parsePhc(stored);
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
