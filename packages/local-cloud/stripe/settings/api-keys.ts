import { invalidRequest } from "#cloud/stripe/refusal";

/** The keys of the account. A restricted key has some permissions, such as `rak_webhook_read`. */
export interface ApiKeys {
  secret: string;
  restricted: Readonly<Record<string, readonly string[]>>;
}

/** A call, as far as permissions depend on it. */
interface Target {
  method: string;
  path: string;
}

/** Returns the key of `Authorization: Bearer key` or `Basic key:`. */
const presentedKey = (header = "") => {
  const [scheme = "", value = ""] = header.split(" ");
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(value, "base64").toString().split(":")[0] ?? "";
};

const masked = (key: string) => `${key.slice(0, 8)}********${key.slice(-4)}`;

/** Returns the permission that a call needs: `/v1/payment_intents` is `rak_payment_intent_…`. */
const permissionOf = ({ method, path }: Target) => {
  const resource = path.split("/")[2] ?? "";
  const noun = resource === "webhook_endpoints" ? "webhook" : resource.replace(/s$/, "");
  return { noun, needed: `rak_${noun}_${method === "GET" ? "read" : "write"}` };
};

const unknownKey = (key: string) =>
  invalidRequest(
    key
      ? `Invalid API Key provided: ${masked(key)}`
      : "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    { status: 401 },
  );

/** Throws 401 for an unknown key, and 403 for a restricted key without the permission of the call. */
export const checkKey = (keys: ApiKeys, header: string | undefined, target: Target) => {
  const key = presentedKey(header);
  if (key === keys.secret) return;
  const permissions = keys.restricted[key];
  if (!permissions) throw unknownKey(key);
  const { noun, needed } = permissionOf(target);
  if (permissions.includes(needed) || permissions.includes(`rak_${noun}_write`)) return;
  throw invalidRequest(
    `The provided key '${masked(key)}' does not have the required permissions for this endpoint. Having the '${needed}' permission would allow this request to continue.`,
    { status: 403 },
  );
};
