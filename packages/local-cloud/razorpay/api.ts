import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Account } from "./account";
import { runDueActions } from "./due";
import type { Endpoint } from "./endpoint";
import { type IdempotencyKeys, REFUND_KEY_HEADER, useOf } from "./idempotency";
import { badRequest, Refusal } from "./refusal";
import { errorResponse } from "./vendor-failure";

interface Deps {
  account: Account;
  keys: IdempotencyKeys;
}

interface Answer {
  status: number;
  body: string;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Throws Razorpay's error unless the call has the account's key id and secret (HTTP Basic). */
const checkKeys = ({ keyId, keySecret }: Account, authorization: string | undefined) => {
  const expected = `Basic ${btoa(`${keyId}:${keySecret}`)}`;
  if (!timingSafeEqual(digest(authorization ?? ""), digest(expected)))
    throw new Refusal(401, { code: "BAD_REQUEST_ERROR", description: "Authentication failed" });
};

/** Returns the parameters of a call: the query of GET, the JSON object of others. */
const givenIn = (c: Context, body: string): object => {
  if (c.req.method === "GET") return c.req.query();
  if (body === "") return {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // The error below covers malformed text as well.
  }
  throw badRequest("The request body is not a valid JSON object");
};

/** Returns a short description of the result for the journal: `payment pay_3… captured`. */
const summarize = (outcome: object) => {
  const { entity, id, status } = outcome as Record<string, unknown>;
  return [entity, id, status].filter((part) => typeof part === "string").join(" ");
};

/** Creates the handler of one endpoint. */
export const serve = ({ account, keys }: Deps, endpoint: Endpoint) => {
  const execute = async (c: Context<StandInEnv>): Promise<Answer> => {
    checkKeys(account, c.req.header("authorization"));
    runDueActions(account);
    const text = await c.req.text();
    const isRefund = endpoint.path.endsWith("/refund");
    const use = isRefund ? useOf(c.req.header(REFUND_KEY_HEADER), c.req.path, text) : undefined;
    const run = endpoint.prepare(givenIn(c, text));
    return account.db.transaction(() => {
      const earlier = use && keys.find(use);
      if (earlier) return earlier;
      const params: Partial<Record<string, string>> = c.req.param();
      const { id = "", otherId = "" } = params;
      const outcome = run(account, { id, otherId, idempotencyKey: use?.key ?? null });
      c.set("summary", summarize(outcome));
      const answer = { status: 200, body: JSON.stringify(outcome) };
      if (use) keys.store(use, answer.status, answer.body);
      return answer;
    })();
  };

  return async (c: Context<StandInEnv>) => {
    try {
      const { status, body } = await execute(c);
      // A captured or authorised payment may have an action that is due at once.
      runDueActions(account);
      return new Response(body, { status, headers: { "Content-Type": "application/json" } });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      c.set("summary", refusal.wire.description);
      return errorResponse(refusal);
    }
  };
};
