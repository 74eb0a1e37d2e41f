import type { Context } from "hono";
import type { Cause } from "./account";
import type { Use } from "./idempotency";
import { API_VERSION } from "./objects";
import { invalidRequest } from "./refusal";

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

/** Returns the key of `Authorization: Bearer key` or `Basic key:`. */
const presentedKey = (header = "") => {
  const [scheme = "", value = ""] = header.split(" ");
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(value, "base64").toString().split(":")[0] ?? "";
};

const checkKey = (header: string | undefined, token: string) => {
  const key = presentedKey(header);
  if (key === token) return;
  throw invalidRequest(
    key
      ? `Invalid API Key provided: ${key.slice(0, 8)}********${key.slice(-4)}`
      : "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    { status: 401 },
  );
};

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

/** Reads a call. Throws if its API key, version or content type is wrong. */
export const readRequest = async (
  c: Context,
  requestId: string,
  token: string,
): Promise<ApiRequest> => {
  checkKey(c.req.header("authorization"), token);
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
