import { SCRIPTS } from "#cart/scripts.rules";
import { cartKey } from "#cart/stored-cart.rules";
import { AppError, PROBLEMS, type ProblemCode } from "#kernel/errors";
import type { RedisClient, Reply } from "#kernel/vendors/redis.client";

export interface ScriptCall {
  script: keyof typeof SCRIPTS;
  cartId: string;
  args: string[];
  /** The Redis keys that the script uses besides the cart's key. */
  keys?: string[];
}

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** Runs a Lua script on a cart in one round trip. Throws an AppError if the script refuses. */
export const scriptRunner =
  (redis: RedisClient) =>
  async ({ script, cartId, args, keys = [] }: ScriptCall) => {
    const reply = await redis.run(SCRIPTS[script], [cartKey(cartId), ...keys], args);
    const [code, value] = reply as [string, Reply?];
    if (isProblem(code)) throw new AppError(code);
    return { code, value };
  };

/**
 * Returns an expected version as a script argument: empty for any version, -1 for an entity tag that is not
 * from this shop.
 */
export const versionArg = (expected: number | undefined) =>
  expected === undefined ? "" : Number.isNaN(expected) ? "-1" : String(expected);
