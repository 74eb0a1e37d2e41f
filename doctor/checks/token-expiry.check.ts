import { decodeJwt } from "jose";
import { DATABASES } from "#db/databases";
import { type Check, type Finding, fail, valueIn, warn } from "#doctor/check";

const WARNING_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns when a token expires; undefined if it is not a JWT, or never expires. */
const expiryMs = (token: string) => {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : exp * 1000;
  } catch {
    return undefined;
  }
};

const expiring = (name: string, leftMs: number) => {
  const action = `Create a new token, and set ${name}.`;
  if (leftMs <= 0)
    return fail({ code: "token.expired", where: name, problem: `${name} has expired.`, action });
  const days = Math.ceil(leftMs / DAY_MS);
  const problem = `${name} expires within ${days} days.`;
  return warn({ code: "token.expires", where: name, problem, action });
};

/** Checks when the tokens of the databases expire. */
export const tokenExpiry: Check = {
  name: "token-expiry",
  needs: [],
  run: (context): Finding[] =>
    DATABASES.flatMap((database) => {
      const name = `${database.toUpperCase()}_DB_TOKEN`;
      const atMs = expiryMs(valueIn(context, name));
      const leftMs = (atMs ?? Number.POSITIVE_INFINITY) - context.now();
      return leftMs > WARNING_DAYS * DAY_MS ? [] : [expiring(name, leftMs)];
    }),
};
