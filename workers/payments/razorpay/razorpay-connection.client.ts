import * as z from "zod";
import { DependencyError } from "#kernel/errors";
import { ok, type Result, refuse } from "#kernel/result";
import { exchanging, reachable } from "#kernel/vendors/http";
import { collectionOf, RazorpayOrder, RazorpayPayment } from "./razorpay-orders.rules";

interface Keys {
  url: string;
  keyId: string;
  keySecret: string;
}

interface Call {
  method?: "GET" | "POST";
  body?: object;
  headers?: Record<string, string>;
}

/** Razorpay's error of a request that it does not accept: https://razorpay.com/docs/errors */
interface Refusal {
  description: string;
  field: string | null;
}

const Refused = z.object({
  error: z.object({ description: z.string().default(""), field: z.string().nullish() }),
});

const TIMEOUT_MS = 6000;
const VENDOR = "razorpay";

const unknown = (why: unknown) => new DependencyError(VENDOR, why);

/** How Razorpay refuses to read an object that it does not have. */
const MISSING = "The id provided does not exist";

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (err) {
    throw unknown(err);
  }
};

/** Returns the value of an answer. A refused read leaves the state unknown. */
const requireAnswer = <T>(answer: Result<T, Refusal>): T => {
  if (!answer.ok) throw unknown(new Error(answer.refusal.description));
  return answer.value;
};

/**
 * Connects to Razorpay's API: https://razorpay.com/docs/api/authentication
 * A call returns the parsed answer, or Razorpay's refusal. Any other answer leaves the outcome unknown.
 */
export const connectRazorpay = ({ url, keyId, keySecret }: Keys) => {
  const exchange = exchanging({ vendor: VENDOR, timeoutMs: TIMEOUT_MS });
  const authorization = `Basic ${btoa(`${keyId}:${keySecret}`)}`;

  /** @throws DependencyError if the outcome is unknown */
  const call = async <T>(
    path: string,
    schema: z.ZodType<T>,
    { method = "GET", body, headers = {} }: Call = {},
  ): Promise<Result<T, Refusal>> => {
    const { status, text } = await exchange(new URL(path, url).href, {
      method,
      headers: { authorization, "content-type": "application/json", ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (status === 400) {
      const refused = Refused.safeParse(parsed(text));
      if (!refused.success) throw unknown(refused.error);
      const { description, field = null } = refused.data.error;
      return refuse({ description, field });
    }
    if (status !== 200) throw unknown(new Error(`status ${status}`));
    const answer = schema.safeParse(parsed(text));
    if (!answer.success) throw unknown(answer.error);
    return ok(answer.data);
  };
  const read = async <T>(path: string, schema: z.ZodType<T>) =>
    requireAnswer(await call(path, schema));

  return {
    call,
    read,
    /** Reads an object. Returns undefined if Razorpay does not have it. */
    lookUp: async <T>(path: string, schema: z.ZodType<T>) => {
      const answer = await call(path, schema);
      const isMissing = !answer.ok && answer.refusal.description === MISSING;
      return isMissing ? undefined : requireAnswer(answer);
    },
    readOrder: (ref: string) => read(`/v1/orders/${ref}`, RazorpayOrder),
    readPayments: async (ref: string) =>
      (await read(`/v1/orders/${ref}/payments`, collectionOf(RazorpayPayment))).items,
    ping: reachable(VENDOR, url, TIMEOUT_MS),
  };
};
export type RazorpayConnection = ReturnType<typeof connectRazorpay>;
