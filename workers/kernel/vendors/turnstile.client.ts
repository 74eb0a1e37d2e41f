import * as z from "zod";
import { fromBase64Url, hmacBase64Url } from "#kernel/encoding";
import { AppError, DependencyError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { exchanging } from "#kernel/vendors/http";

/**
 * The header with the token of a page's Turnstile widget. It is not in the body, because the body is
 * fingerprinted for its Idempotency-Key and a token is valid once.
 */
export const TURNSTILE_HEADER = "turnstile-token";

/**
 * The Turnstile token of a request and the client's address, by which Cloudflare decides whether a person
 * sent it, and the keyed request, which may repeat the token.
 */
export interface HumanProof {
  token: string | undefined;
  /** The client's address; undefined if it is unknown. */
  address: string | undefined;
  request: KeyedRequest | undefined;
}

/**
 * Verifies that a person sent the request.
 * @throws 403 `human_check_required`, 403 `human_check_failed`, 503 `dependency_unavailable`
 */
export type HumanCheck = (proof: HumanProof) => Promise<void>;

interface TurnstileOptions {
  /** The URL of Cloudflare's siteverify. */
  url: string;
  /** The widget's secret key; empty if the check is off. */
  secretKey: string;
  /** The secret from which siteverify's idempotency keys are derived. Cloudflare does not know it. */
  secret: string;
}

const TIMEOUT_MS = 3000;
/** Retries are safe, because each call has an idempotency key. */
const TRIES = 2;
const TOKEN_CHARS_MAX = 2048;

const Verdict = z.object({
  success: z.boolean(),
  "error-codes": z.array(z.string()).default([]),
});
type Verdict = z.infer<typeof Verdict>;

/** Error codes that concern the token. All other codes concern the shop's request or Cloudflare. */
const TOKEN_FAULTS: ReadonlySet<string> = new Set([
  "missing-input-response",
  "invalid-input-response",
  "timeout-or-duplicate",
]);

const verdictIn = (status: number, text: string): Verdict => {
  try {
    return Verdict.parse(JSON.parse(text));
  } catch (cause) {
    throw new DependencyError("turnstile", new Error(`status ${status}`, { cause }));
  }
};

/** Returns 16 bytes as a UUID of version 8 (RFC 9562 §5.8). */
const uuidOf = (bytes: Uint8Array) => {
  const fixed = bytes.slice(0, 16);
  fixed[6] = ((fixed[6] ?? 0) & 0x0f) | 0x80;
  fixed[8] = ((fixed[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(fixed, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/**
 * Returns siteverify's idempotency key, the same for the same token of the same request, so that a retry
 * passes with a spent token. It depends on the fingerprint of the request, because another body must not
 * reuse the token.
 */
const repeatKeyOf = async (secret: string, token: string, request: KeyedRequest | undefined) => {
  if (!request) return crypto.randomUUID();
  const { scope, key, fingerprint } = request;
  const keyed = await hmacBase64Url(secret, `turnstile ${scope} ${key} ${fingerprint} ${token}`);
  return uuidOf(fromBase64Url(keyed));
};

/**
 * Returns the check by Cloudflare Turnstile, or one that accepts every request if there is no secret
 * key. https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 */
export const turnstile = ({ url, secretKey, secret }: TurnstileOptions): HumanCheck => {
  if (secretKey === "") return async () => undefined;
  const exchange = exchanging({ vendor: "turnstile", timeoutMs: TIMEOUT_MS, tries: TRIES });

  return async ({ token, address, request }) => {
    if (!token) throw new AppError("human_check_required");
    if (token.length > TOKEN_CHARS_MAX) throw new AppError("human_check_failed");
    const body = JSON.stringify({
      secret: secretKey,
      response: token,
      remoteip: address,
      idempotency_key: await repeatKeyOf(secret, token, request),
    });
    const headers = { "content-type": "application/json" };
    const { status, text } = await exchange(url, { method: "POST", headers, body });
    const { success, "error-codes": codes } = verdictIn(status, text);
    if (success) return;
    if (codes.length > 0 && codes.every((code) => TOKEN_FAULTS.has(code)))
      throw new AppError("human_check_failed");
    throw new DependencyError("turnstile", new Error(`siteverify: ${codes.join(", ")}`));
  };
};
