import type { Context } from "hono";
import type { Cause } from "./account";
import type { Use } from "./idempotency";
import { API_VERSION } from "./objects";
import { invalidRequest } from "./refusal";
import { type ApiKeys, checkKey } from "./settings/api-keys";

const FORM = "application/x-www-form-urlencoded";

/** An authenticated call. */
export interface ApiRequest {
  cause: Cause;
  method: string;
  path: string;
  /** The id in the path, or an empty string. */
  id: string;
  query: string;
  body: string;
  /** What identifies the call for idempotency, if a key was sent. */
  use: Use | undefined;
}

const checkVersion = (version: string) => {
  if (!/^\d{4}-\d\d-\d\d(\.\w+)?$/.test(version))
    throw invalidRequest(`Invalid Stripe API version: ${version}`);
};

const readBody = async (c: Context) => {
  const body = await c.req.text();
  if (body && !c.req.header("content-type")?.startsWith(FORM)) {
    throw invalidRequest(
      `Invalid request (check that your POST content type is ${FORM}). If you have any questions, we can help at https://support.stripe.com/.`,
    );
  }
  return body;
};

const useOf = (c: Context, body: string): Use | undefined => {
  const key = c.req.method === "POST" ? c.req.header("idempotency-key") : undefined;
  if (!key) return undefined;
  const fingerprint = new Bun.CryptoHasher("sha256").update(body).digest("hex");
  return { key, endpoint: c.req.path, fingerprint };
};

/** Reads a call. Throws if its API key, its permissions, version or content type is wrong. */
export const readRequest = async (
  c: Context,
  requestId: string,
  keys: ApiKeys,
): Promise<ApiRequest> => {
  checkKey(keys, c.req.header("authorization"), c.req);
  checkVersion(c.req.header("stripe-version") ?? API_VERSION);
  const body = await readBody(c);
  const use = useOf(c, body);
  const { origin, search } = new URL(c.req.url);
  return {
    cause: { id: requestId, idempotencyKey: use?.key ?? null, origin },
    method: c.req.method,
    path: c.req.path,
    id: c.req.param("id") ?? "",
    query: search,
    body,
    use,
  };
};
