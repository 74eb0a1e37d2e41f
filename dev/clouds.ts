import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { libsqlStandIn } from "#cloud/libsql";
import { qstashStandIn } from "#cloud/qstash";
import { r2StandIn } from "#cloud/r2";
import { razorpayStandIn } from "#cloud/razorpay";
import { redisStandIn } from "#cloud/redis";
import { resendStandIn } from "#cloud/resend";
import { openSound } from "#cloud/soundness";
import { type StandIn, serveStandIn } from "#cloud/stand-in";
import { stripeStandIn } from "#cloud/stripe";
import { twilioStandIn } from "#cloud/twilio";
import { typesenseStandIn } from "#cloud/typesense";
import { DATABASES } from "#db/databases";
import { claimPort, type Ports } from "#dev/ports";

/** The value of every key and token in development. */
export const DEV_TOKEN = "bodega-dev";

/** The public half of Razorpay's key. Razorpay's own keys of the test mode begin alike. */
export const RAZORPAY_KEY_ID = "rzp_test_bodega";

/** The account at Twilio. */
export const TWILIO_ACCOUNT_SID = "AC00000000000000000000000000000001";
/** Twilio's own sender for tests. */
export const TWILIO_FROM = "+15005550006";

/** The domain of MAIL_FROM in workers/settings/wrangler.toml. */
const SENDER_DOMAIN = "shop.test";

export const VENDORS = [
  "libsql",
  "redis",
  "qstash",
  "typesense",
  "resend",
  "stripe",
  "razorpay",
  "r2",
  "twilio",
] as const;
export type Vendor = (typeof VENDORS)[number];

interface CloudOptions {
  /** The folder that keeps the state of all stand-ins, or ":memory:". */
  folder: string;
  ports: Ports;
}

const dataDirOf = (vendor: Vendor, folder: string) =>
  folder === ":memory:" ? folder : resolve(folder, vendor);

const opened = async (vendor: Vendor, { folder, ports }: CloudOptions): Promise<StandIn> => {
  const dataDir = dataDirOf(vendor, folder);
  if (folder !== ":memory:") mkdirSync(dataDir, { recursive: true });
  const common = { dataDir, token: DEV_TOKEN };
  switch (vendor) {
    case "libsql":
      return libsqlStandIn({ ...common, databases: [...DATABASES] });
    case "redis": {
      const redisUrl = process.env.REDIS_URL;
      return redisStandIn({ ...common, ...(redisUrl ? { redisUrl } : {}) });
    }
    case "qstash":
      return qstashStandIn({
        ...common,
        currentSigningKey: `${DEV_TOKEN}-current`,
        nextSigningKey: `${DEV_TOKEN}-next`,
      });
    case "typesense":
      return typesenseStandIn(common);
    case "resend":
      return resendStandIn({
        ...common,
        domains: [{ name: SENDER_DOMAIN }],
        webhookSecrets: [`whsec_${DEV_TOKEN}`],
        webhookUrl: `http://127.0.0.1:${ports.shop}/webhooks/resend`,
        webhookEvents: ["email.delivered", "email.bounced", "email.complained"],
      });
    case "stripe":
      return stripeStandIn({
        ...common,
        webhookSecret: `whsec_${DEV_TOKEN}`,
        webhookUrl: `http://127.0.0.1:${ports.shop}/webhooks/stripe`,
      });
    case "razorpay":
      return razorpayStandIn({
        ...common,
        keyId: RAZORPAY_KEY_ID,
        webhookSecret: `${DEV_TOKEN}-webhook`,
        webhookUrl: `http://127.0.0.1:${ports.shop}/webhooks/razorpay`,
      });
    case "r2":
      return r2StandIn(common);
    case "twilio":
      return twilioStandIn({
        ...common,
        accountSid: TWILIO_ACCOUNT_SID,
        senders: [TWILIO_FROM],
        webhookUrl: `http://127.0.0.1:${ports.shop}/webhooks/twilio`,
      });
  }
};

/**
 * Opens one vendor's cloud on this machine, not yet served.
 * @throws one sentence that names the folder and the solution if its files are damaged
 */
export const standInOf = async (vendor: Vendor, options: CloudOptions): Promise<StandIn> => {
  const dataDir = dataDirOf(vendor, options.folder);
  return openSound(resolve(dataDir, `${vendor}.db`), () => opened(vendor, options));
};

export interface Clouds {
  urls: Record<Vendor, string>;
  standIns: Record<Vendor, StandIn>;
  stop(): Promise<void>;
}

/** Starts every stand-in on its port. Stops those already started if one fails. */
export const startClouds = async (options: CloudOptions): Promise<Clouds> => {
  const running: { vendor: Vendor; standIn: StandIn; url: string; stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const { stop: end } of running.splice(0).reverse()) await end();
  };
  try {
    for (const vendor of VENDORS) {
      const standIn = await standInOf(vendor, options);
      const served = claimPort(vendor, options.ports[vendor], (port) =>
        serveStandIn(standIn, port),
      );
      running.push({ vendor, standIn, ...served });
    }
  } catch (err) {
    await stop();
    throw err;
  }
  return {
    urls: Object.fromEntries(running.map(({ vendor, url }) => [vendor, url])) as Clouds["urls"],
    standIns: Object.fromEntries(
      running.map(({ vendor, standIn }) => [vendor, standIn]),
    ) as Clouds["standIns"],
    stop,
  };
};

/** Returns the clouds of a running shop, whose own process stops them. */
export const runningClouds = (ports: Ports): Pick<Clouds, "urls" | "stop"> => ({
  urls: Object.fromEntries(
    VENDORS.map((vendor) => [vendor, `http://127.0.0.1:${ports[vendor]}`]),
  ) as Clouds["urls"],
  stop: async () => undefined,
});
