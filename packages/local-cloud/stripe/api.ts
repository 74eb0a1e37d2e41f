import type { Context } from "hono";
import type { FaultSwitches } from "#cloud/frame/faults";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { type Account, type Cause, randomText } from "./account";
import { runDueActions } from "./due";
import type { Endpoint } from "./endpoint";
import { decodeForm } from "./form";
import type { Answer, IdempotencyKeys, Use } from "./idempotency";
import { API_VERSION } from "./objects";
import { Refusal } from "./refusal";
import { type ApiRequest, readRequest } from "./request";
import type { ApiKeys } from "./settings/api-keys";

interface Deps {
  apiKeys: ApiKeys;
  faults: FaultSwitches;
  keys: IdempotencyKeys;
  accountFor: (cause: Cause) => Account;
}

const wire = (outcome: object) =>
  outcome instanceof Refusal
    ? { status: outcome.status, body: JSON.stringify({ error: outcome.wire }) }
    : { status: 200, body: JSON.stringify(outcome) };

/** Returns a short description of the result for the journal: `payment_intent pi_3… requires_capture`. */
const summarize = (outcome: object) => {
  if (outcome instanceof Refusal) {
    const { type, code = type, decline_code = code } = outcome.wire;
    return decline_code;
  }
  const { object, id, status } = outcome as Record<string, unknown>;
  return [object, id, status].filter((part) => typeof part === "string").join(" ");
};

const respond = (c: Context, requestId: string, answer: Answer, use?: Use) => {
  const replayed = answer.requestId !== requestId;
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      "Content-Type": "application/json",
      "Request-Id": requestId,
      "Stripe-Version": c.req.header("stripe-version") ?? API_VERSION,
      ...(use && { "Idempotency-Key": use.key, "Original-Request": answer.requestId }),
      ...(replayed && { "Idempotent-Replayed": "true" }),
    },
  });
};

/**
 * Delays a call while its idempotency key is in use, if a `delay` rule has a path prefix in `/executing/v1/…`.
 * Rules for all paths are ignored here, because they have already delayed the call on arrival.
 */
const delayExecution = async (faults: FaultSwitches, { method, path }: ApiRequest) => {
  const { rules } = faults.report();
  if (!rules.some(({ match }) => match?.pathPrefix?.startsWith("/executing"))) return;
  const rule = faults.draw(["delay"], { method, path: `/executing${path}` });
  if (rule) await Bun.sleep(rule.ms ?? 200);
};

/** Runs the call and stores the answer under its idempotency key, in one transaction. */
const execute = async (
  { faults, keys, accountFor }: Deps,
  endpoint: Endpoint,
  call: ApiRequest,
) => {
  const form = decodeForm(call.query, call.body);
  const run = endpoint.prepare(form, call.id);
  await delayExecution(faults, call);
  const account = accountFor(call.cause);
  const store = (outcome: object) => {
    const answer: Answer = { ...wire(outcome), requestId: call.cause.id ?? "" };
    if (call.use) keys.store(call.use, answer);
    return { answer, summary: summarize(outcome) };
  };
  const all = account.db.transaction(() => store(run(account)));
  try {
    return all();
  } catch (refusal) {
    if (refusal instanceof Refusal) return store(refusal);
    throw refusal;
  }
};

const answer = async (deps: Deps, endpoint: Endpoint, call: ApiRequest) => {
  const { use } = call;
  if (!use) return execute(deps, endpoint, call);
  const earlier = deps.keys.find(use);
  if (earlier) return { answer: earlier, summary: `replay of ${earlier.requestId}` };
  return deps.keys.whileInUse(use, () => execute(deps, endpoint, call));
};

/** Creates the handler of one endpoint. */
export const serve = (deps: Deps, endpoint: Endpoint) => async (c: Context<StandInEnv>) => {
  const requestId = `req_${randomText(14)}`;
  try {
    const call = await readRequest(c, requestId, deps.apiKeys);
    runDueActions(deps.accountFor({ ...call.cause, id: null, idempotencyKey: null }));
    const result = await answer(deps, endpoint, call);
    c.set("summary", result.summary);
    return respond(c, requestId, result.answer, call.use);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    c.set("summary", summarize(refusal));
    return respond(c, requestId, { ...wire(refusal), requestId });
  }
};
