import * as z from "zod";
import { SightEnv } from "#kernel/sight/env";

/** The text that every secret contains in development. Staging and production refuse it. */
export const DEVELOPMENT_SECRET = "bodega-dev";

export const EnvironmentName = z.enum(["development", "test", "staging", "production"]);

const secretOf = (charsMin: number) =>
  z
    .string()
    .refine(
      (text) => text.length >= charsMin || text.includes(DEVELOPMENT_SECRET),
      `must be at least ${charsMin} characters`,
    );

/** A secret of the shop, long enough that it cannot be guessed from its signatures. */
export const Secret = secretOf(32);

/** A key or token issued by a vendor. The shortest documented ones have more than 20 characters. */
export const VendorSecret = secretOf(20);

/** Variables that every Worker has. */
export const CommonEnv = {
  ENVIRONMENT: EnvironmentName,
  VERSION: z.string().default("0.1.0"),
  ...SightEnv,
};

/**
 * The header in which the edge states the client's address. The edge overwrites it; a client can forge
 * any other. Without it, rate limits per network are off.
 */
export const ClientIpHeader = z.string().toLowerCase().optional();

/** Mails per second that the mail provider accepts from the shop's account; Resend's smallest limit is 5. */
export const MailPerSecond = z.coerce.number().int().min(1).default(4);

/** Variables of a Worker with an outbox: the queue, and the public address to which it delivers. */
export const QueueEnv = {
  MAIL_PER_SECOND: MailPerSecond,
  QSTASH_URL: z.url(),
  QSTASH_TOKEN: VendorSecret,
  PUBLIC_URL: z.url(),
};

/**
 * Cloudflare Turnstile. Without a secret key the check is off. Cloudflare's test secrets are for
 * development only.
 */
export const TurnstileEnv = {
  TURNSTILE_SECRET_KEY: VendorSecret.or(z.literal("")).default(""),
  TURNSTILE_URL: z.url().default("https://challenges.cloudflare.com/turnstile/v0/siteverify"),
};

/** The storefront that mails link to, and to which buyers return from their bank. */
export const StorefrontUrl = z.url({ protocol: /^https?$/ });

/** The storefronts whose pages may call the shop from a browser, separated by commas. */
export const StorefrontOrigins = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.url()));

/** Variables are missing or malformed; the message names each of them. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** Cloudflare's published test secrets, which accept or refuse every token. */
const TURNSTILE_TEST_SECRET = /^[123]x0+AA$/;

const isDevelopmentSecret = (value: string) =>
  value.includes(DEVELOPMENT_SECRET) || TURNSTILE_TEST_SECRET.test(value);

/** Returns the names of variables with a development value, which production refuses. */
export const secretsLeft = (values: Record<string, unknown>) =>
  Object.entries(values)
    .filter(([, value]) => typeof value === "string" && isDevelopmentSecret(value))
    .map(([name]) => name);

/**
 * Returns the names of URL variables that are not https, because calls would carry secrets and personal
 * data unencrypted.
 */
export const unencryptedIn = (values: Record<string, unknown>) =>
  Object.entries(values)
    .filter(([name, value]) => /_(URL|ENDPOINT)$/.test(name) && String(value).startsWith("http:"))
    .map(([name]) => name);

/**
 * Returns a Worker's validated variables and secrets. Bindings to other Workers are not part of the
 * schema; the deployment checks those.
 * @throws EnvironmentError with the name of every value that is missing or malformed; in staging and
 * production also of every development secret and every URL that is not https
 */
export const parseEnv = <Shape extends z.ZodRawShape>(
  worker: string,
  shape: Shape,
  bindings: object,
): z.infer<z.ZodObject<Shape>> => {
  const parsed = z.object(shape).safeParse(bindings);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")} (${message})`);
    throw new EnvironmentError(`${worker} refuses to start: ${faults.join(", ")}`);
  }
  const { ENVIRONMENT } = bindings as { ENVIRONMENT?: string };
  if (ENVIRONMENT !== "production" && ENVIRONMENT !== "staging") return parsed.data;
  const refuse = (names: string[], why: string) => {
    if (names.length === 0) return;
    throw new EnvironmentError(`${worker} refuses to start: ${names.join(", ")} ${why}`);
  };
  refuse(secretsLeft(parsed.data), "still has its development value");
  refuse(unencryptedIn(parsed.data), "must be an https address");
  return parsed.data;
};
