import { DATABASES } from "#db/databases";
import type { Check } from "./check";
import { clock } from "./checks/clock.check";
import { database } from "./checks/database.check";
import { dmarc } from "./checks/dmarc.check";
import { health } from "./checks/health.check";
import { origins } from "./checks/origins.check";
import { publicUrl } from "./checks/public-url.check";
import { qstash } from "./checks/qstash.check";
import { razorpay } from "./checks/razorpay.check";
import { redis } from "./checks/redis.check";
import { resendWebhook } from "./checks/resend-webhook.check";
import { senderDomain } from "./checks/sender-domain.check";
import { separateRedis } from "./checks/separate-redis.check";
import { settingsSender } from "./checks/settings-sender.check";
import { signingKeys } from "./checks/signing-keys.check";
import { strength } from "./checks/strength.check";
import { stripeKey } from "./checks/stripe-key.check";
import { stripeMode } from "./checks/stripe-mode.check";
import { stripeWebhook } from "./checks/stripe-webhook.check";
import { tokenExpiry } from "./checks/token-expiry.check";
import { turnstile } from "./checks/turnstile.check";
import { twilio } from "./checks/twilio.check";
import { typesense } from "./checks/typesense.check";

/** Every check beside that of the variables. A new check is one file and one line here. */
export const CHECKS: readonly Check[] = [
  strength,
  signingKeys,
  tokenExpiry,
  ...DATABASES.map(database),
  redis("UPSTASH_REDIS_REST"),
  redis("COUNTERS_REDIS"),
  separateRedis,
  qstash,
  typesense,
  senderDomain,
  settingsSender,
  dmarc,
  resendWebhook,
  stripeMode,
  stripeKey,
  stripeWebhook,
  razorpay,
  twilio,
  turnstile,
  clock,
  publicUrl,
  origins,
  health,
];
