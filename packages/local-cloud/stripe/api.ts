import type { Context } from "hono";
import type { FaultSwitches } from "#cloud/frame/faults";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { type Account, type Cause, randomText } from "./account";
import { doDue } from "./due";
import type { Endpoint } from "./endpoint";
import { decodeForm } from "./form";
import type { Answer, IdempotencyKeys, Use } from "./idempotency";
import { API_VERSION } from "./objects";
import { Refusal } from "./refusal";
import { type ApiRequest, readRequest } from "./request";

interface Tools {
  token: string;
  faults: FaultSwitches;
  keys: IdempotencyKeys;
  accountFor: (cause: Cause) => Account;
}

const wire = (outcome: object) =>
  outcome instanceof Refusal
    ? { status: outcome.status, body: JSON.stringify({ error: outcome.wire }) }
    : { status: 200, body: JSON.stringify(outcome) };

/** What the call was about, for the journal: `payment_intent pi_3… requires_capture`. */
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
 * A `delay` for `/executing/v1/…` holds a call while its idempotency key is in use. Only a rule that
 * names this path counts: one for all calls already delayed it at the door.
 */
const holdExecution = async (faults: FaultSwitches, { method, path }: ApiRequest) => {
  const { rules } = faults.report();
  if (!rules.some(({ match }) => match?.pathPrefix?.startsWith("/executing"))) return;
  const rule = faults.draw(["delay"], { method, path: `/executing${path}` });
  if (rule) await Bun.sleep(rule.ms ?? 200);
};

/** Does the call, all or nothing, and keeps the answer under its key in the same transaction. */
const execute = async (
  { faults, keys, accountFor }: Tools,
  endpoint: Endpoint,
  call: ApiRequest,
) => {
  const form = decodeForm(call.query, call.body);
  const run = endpoint.prepare(form, call.id);
  await holdExecution(faults, call);
  const account = accountFor(call.cause);
  const keep = (outcome: object) => {
    const answer: Answer = { ...wire(outcome), requestId: call.cause.id ?? "" };
    if (call.use) keys.keep(call.use, answer);
    return { answer, summary: summarize(outcome) };
  };
  const all = account.db.transaction(() => keep(run(account)));
  try {
    return all();
  } catch (refusal) {
    if (refusal instanceof Refusal) return keep(refusal);
    throw refusal;
  }
};

const answer = async (tools: Tools, endpoint: Endpoint, call: ApiRequest) => {
  const { use } = call;
  if (!use) return execute(tools, endpoint, call);
  const earlier = tools.keys.find(use);
  if (earlier) return { answer: earlier, summary: `replay of ${earlier.requestId}` };
  return tools.keys.holding(use, () => execute(tools, endpoint, call));
};

/** Serves one line of the route table. */
export const serve = (tools: Tools, endpoint: Endpoint) => async (c: Context<StandInEnv>) => {
  const requestId = `req_${randomText(14)}`;
  try {
    const call = await readRequest(c, requestId, tools.token);
    doDue(tools.accountFor({ ...call.cause, id: null, idempotencyKey: null }));
    const given = await answer(tools, endpoint, call);
    c.set("summary", given.summary);
    return respond(c, requestId, given.answer, call.use);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    c.set("summary", summarize(refusal));
    return respond(c, requestId, { ...wire(refusal), requestId });
  }
};
