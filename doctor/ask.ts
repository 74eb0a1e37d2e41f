import type { z } from "zod";
import { type Context, Found, fail, valueIn } from "./check";

/** The names of the vendors, by the first word of their findings' codes. */
const NAMES = {
  database: "The database",
  redis: "Redis",
  qstash: "QStash",
  typesense: "Typesense",
  resend: "Resend",
  stripe: "Stripe",
  razorpay: "Razorpay",
  twilio: "Twilio",
  turnstile: "Turnstile",
} as const;
type Vendor = keyof typeof NAMES;

export interface VendorRequest {
  vendor: Vendor;
  /** The variable with its address. */
  at: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** An answer of a vendor. The body is undefined if it is not JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const unreachable = ({ vendor, at }: VendorRequest, why: string) =>
  new Found(
    fail({
      code: `${vendor}.unreachable`,
      where: at,
      problem: `${NAMES[vendor]} does not answer at the address of ${at} (${why}).`,
      action: `Correct ${at}, or wait until the vendor is up.`,
    }),
  );

/** Returns the address of a variable, or one below it. Turso's scheme `libsql:` means HTTPS. */
export const addressOf = (context: Context, { at, path }: Pick<VendorRequest, "at" | "path">) => {
  const base = valueIn(context, at).replace(/^libsql:/, "https:");
  if (path === "") return base;
  return new URL(path, base.endsWith("/") ? base : `${base}/`).href;
};

/** Sends one request to a vendor. Throws a finding if there is no answer, or a 5xx. */
export const ask = async (context: Context, request: VendorRequest): Promise<Answer> => {
  const { method = "GET", headers = {}, body } = request;
  const init = { method, headers, redirect: "manual", signal: context.signal } as const;
  const sent = { ...init, ...(body === undefined ? {} : { body }) };
  const answer = await context.send(addressOf(context, request), sent).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  if (!answer || text === undefined) throw unreachable(request, "no answer");
  if (answer.status >= 500) throw unreachable(request, `status ${answer.status}`);
  return { status: answer.status, body: parsed(text) };
};

/** Returns the finding that a vendor does not accept the key of a variable. */
export const keyRefused = (vendor: Vendor, name: string) =>
  new Found(
    fail({
      code: `${vendor}.key_refused`,
      where: name,
      problem: `${NAMES[vendor]} does not accept ${name}.`,
      action: `Set ${name} to an active key of the account whose address is configured.`,
    }),
  );

/** Returns a body that has the expected shape. Throws a finding otherwise. */
export const bodyAs = <T>(
  schema: z.ZodType<T>,
  { status, body }: Answer,
  request: VendorRequest,
): T => {
  const read = schema.safeParse(body);
  if (status === 200 && read.success) return read.data;
  throw unreachable(request, `unexpected answer, status ${status}`);
};
