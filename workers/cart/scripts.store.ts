import { SCRIPTS } from "#cart/scripts.rules";
import { cartKey } from "#cart/stored-cart.rules";
import { AppError, PROBLEMS, type ProblemCode } from "#kernel/errors";
import type { RedisClient, Reply } from "#kernel/vendors/redis.client";

export interface ScriptCall {
  script: keyof typeof SCRIPTS;
  cartId: string;
  args: string[];
  /** Keys after that of the cart. */
  keys?: string[];
}

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** Runs a script of a cart in one round trip. Throws a refusal by its code. */
export const scriptRunner =
  (redis: RedisClient) =>
  async ({ script, cartId, args, keys = [] }: ScriptCall) => {
    const reply = await redis.run(SCRIPTS[script], [cartKey(cartId), ...keys], args);
    const [code, value] = reply as [string, Reply?];
    if (isProblem(code)) throw new AppError(code);
    return { code, value };
  };

/** Returns the script argument of an expected version: empty for any, -1 for a tag that is not of this shop. */
export const versionArg = (expected: number | undefined) =>
  expected === undefined ? "" : Number.isNaN(expected) ? "-1" : String(expected);
