import { DATABASES } from "#db/databases";
import {
  type Clouds,
  DEV_TOKEN,
  RAZORPAY_KEY_ID,
  TWILIO_ACCOUNT_SID,
  TWILIO_FROM,
} from "#dev/clouds";
import { developmentKeys } from "#dev/keys";
import { portsFrom } from "#dev/ports";
import { workerSchemas } from "#dev/workers";

interface Addresses {
  /** The shop's public address, to which the queue and the payment provider deliver. */
  publicUrl: string;
  clouds: Clouds["urls"];
}
interface Settings extends Addresses {
  /** The storefronts, separated by commas. */
  origins: string;
  keys: { JWT_SIGNING_KEY: string; JWT_NEXT_KEY: string };
  consolePort: number;
}

const databaseVariables = (libsqlUrl: string) =>
  Object.fromEntries(
    DATABASES.flatMap((name) => [
      [`${name.toUpperCase()}_DB_URL`, `${libsqlUrl}/${name}/`],
      [`${name.toUpperCase()}_DB_TOKEN`, DEV_TOKEN],
    ]),
  );

/** For the buckets of the bare runtime. No Worker reads them: Workers have bindings. */
const bucketVariables = (r2Url: string) => ({ R2_URL: r2Url, R2_TOKEN: DEV_TOKEN });

const messagingVariables = ({ resend, twilio }: Clouds["urls"]) => ({
  RESEND_URL: resend,
  RESEND_API_KEY: DEV_TOKEN,
  RESEND_WEBHOOK_SECRET: `whsec_${DEV_TOKEN}`,
  SUPPRESSION_SECRET: DEV_TOKEN,
  /** The stand-in accepts more than a new account of Resend. */
  MAIL_PER_SECOND: "500",
  TWILIO_URL: twilio,
  TWILIO_ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: DEV_TOKEN,
  TWILIO_FROM,
});

/** Allowed storefronts in development: the ports of Next.js and Vite. */
export const STOREFRONT_ORIGINS = "http://localhost:3000,http://localhost:5173";

/**
 * Returns the variables and secrets of every Worker in development: addresses of the stand-ins, and
 * `bodega-dev` for every key.
 */
export const developmentVariables = (settings: Settings): Record<string, string> => {
  const { publicUrl, clouds, origins, keys, consolePort } = settings;
  const [firstOrigin = ""] = origins.split(",");
  return {
    ENVIRONMENT: "development",
    PUBLIC_URL: publicUrl,
    ...databaseVariables(clouds.libsql),
    UPSTASH_REDIS_REST_URL: clouds.redis,
    UPSTASH_REDIS_REST_TOKEN: DEV_TOKEN,
    /** In development one Redis serves both. */
    COUNTERS_REDIS_URL: clouds.redis,
    COUNTERS_REDIS_TOKEN: DEV_TOKEN,
    QSTASH_URL: clouds.qstash,
    QSTASH_TOKEN: DEV_TOKEN,
    QSTASH_CURRENT_SIGNING_KEY: `${DEV_TOKEN}-current`,
    QSTASH_NEXT_SIGNING_KEY: `${DEV_TOKEN}-next`,
    TYPESENSE_URL: clouds.typesense,
    TYPESENSE_API_KEY: DEV_TOKEN,
    ...messagingVariables(clouds),
    STRIPE_URL: clouds.stripe,
    STRIPE_SECRET_KEY: DEV_TOKEN,
    STRIPE_WEBHOOK_SECRET: `whsec_${DEV_TOKEN}`,
    RAZORPAY_URL: clouds.razorpay,
    RAZORPAY_KEY_ID,
    MANUAL_PAYMENTS: "on",
    RAZORPAY_KEY_SECRET: DEV_TOKEN,
    RAZORPAY_WEBHOOK_SECRET: `${DEV_TOKEN}-webhook`,
    ...bucketVariables(clouds.r2),
    /**
     * Off by default. Cloudflare's test secret 1x0000000000000000000000000000000AA switches it on.
     */
    TURNSTILE_SECRET_KEY: "",
    TURNSTILE_URL: "https://challenges.cloudflare.com/turnstile/v0/siteverify",
    /** Without an endpoint no spans are sent. */
    OTEL_EXPORTER_OTLP_ENDPOINT: "",
    OTEL_EXPORTER_OTLP_HEADERS: "",
    OTEL_TRACES_SAMPLER_ARG: "1",
    ...keys,
    PASSWORD_PEPPER: `1:${DEV_TOKEN}`,
    REFRESH_SECRET: DEV_TOKEN,
    CART_ID_SECRET: DEV_TOKEN,
    ORDER_ACCESS_SECRET: DEV_TOKEN,
    /** The console draws the pictures of the seeded products. */
    SHOP_IMAGES_URL: `http://localhost:${consolePort}/images`,
    SHOP_NAME: "Corner Shop",
    SHOP_CURRENCY: "EUR",
    SHOP_LOCALE: "en",
    SHOP_COUNTRY: "DE",
    MAIL_FROM: "Corner Shop <hello@shop.test>",
    STOREFRONT_URL: firstOrigin.trim() || publicUrl,
    /** In development all requests come from one address. */
    CLIENT_IP_HEADER: "",
    STOREFRONT_ORIGINS: origins,
  };
};

/**
 * Returns these variables with the keys of the folder. Any variable of a Worker can be set in the
 * environment, so that a real account can replace any stand-in.
 */
export const workerVariables = async ({ folder, ...addresses }: Addresses & { folder: string }) => {
  const shapes = await workerSchemas();
  const defaults: Partial<Record<string, string>> = developmentVariables({
    ...addresses,
    origins: process.env.STOREFRONT_ORIGINS ?? STOREFRONT_ORIGINS,
    keys: await developmentKeys(folder),
    consolePort: portsFrom(process.env).console,
  });
  const names = new Set([defaults, ...shapes].flatMap((one) => Object.keys(one)));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = process.env[name] ?? defaults[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
};
