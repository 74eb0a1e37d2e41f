import { z } from "zod";
import { fromBase64Url, hmacBase64Url } from "#kernel/encoding";
import { AppError, DependencyError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { exchanging } from "#kernel/vendors/http";

/**
 * The header that carries the token of a page's Turnstile widget. It is no part of the body: the body is
 * fingerprinted for its Idempotency-Key, and a token is good once.
 */
export const TURNSTILE_HEADER = "turnstile-token";

/** What a request shows for the check that a person sends it. */
export interface HumanProof {
  token: string | undefined;
  /** The client's address; undefined where the shop does not know it. */
  address: string | undefined;
  request: KeyedRequest | undefined;
}

/**
 * Verifies that a person sends a request.
 * @throws 403 `human_check_required`, 403 `human_check_failed`, 503 `dependency_unavailable`
 */
export type HumanCheck = (proof: HumanProof) => Promise<void>;

interface TurnstileOptions {
  /** The address of siteverify. */
  url: string;
  /** The widget's secret key; empty where the check is off. */
  secretKey: string;
  /** Derives siteverify's idempotency keys; Cloudflare does not know it. */
  secret: string;
}

const TIMEOUT_MS = 3000;
/** A try is safe to repeat, because each has an idempotency key. */
const TRIES = 2;
const TOKEN_CHARS_MAX = 2048;

const Verdict = z.object({
  success: z.boolean(),
  "error-codes": z.array(z.string()).default([]),
});
type Verdict = z.infer<typeof Verdict>;

/** The codes that are about the token. All others are about the shop's request, or about Cloudflare. */
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

/** Writes 16 bytes as a UUID of version 8 (RFC 9562 §5.8). */
const uuidOf = (bytes: Uint8Array) => {
  const fixed = bytes.slice(0, 16);
  fixed[6] = ((fixed[6] ?? 0) & 0x0f) | 0x80;
  fixed[8] = ((fixed[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(fixed, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/**
 * Returns the same idempotency key for the same token of the same request, so that a retry passes with a
 * spent token. It depends on the whole fingerprint: another body under the same key must not share a token.
 */
const repeatKeyOf = async (secret: string, token: string, request: KeyedRequest | undefined) => {
  if (!request) return crypto.randomUUID();
  const { scope, key, fingerprint } = request;
  const keyed = await hmacBase64Url(secret, `turnstile ${scope} ${key} ${fingerprint} ${token}`);
  return uuidOf(fromBase64Url(keyed));
};

/**
 * Returns the check by Cloudflare Turnstile, or one that lets everything pass where there is no secret key.
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
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
