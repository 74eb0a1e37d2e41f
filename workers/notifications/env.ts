import * as z from "zod";
import type { CatalogRpc } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import type { SettingsRpc } from "#contract/settings";
import type { UsersRpc } from "#contract/users";
import { fromBase64Url } from "#kernel/encoding";
import {
  CommonEnv,
  EnvironmentError,
  QueueEnv,
  Secret,
  StorefrontUrl,
  VendorSecret,
} from "#kernel/env";
import type { TwilioAccount } from "./sms/compose";

const isBase64 = (text: string) => {
  try {
    return fromBase64Url(text).length > 0;
  } catch {
    return false;
  }
};

const WebhookSecret = VendorSecret.startsWith("whsec_").refine((secret) =>
  isBase64(secret.slice("whsec_".length)),
);

/** One secret, or two separated by a comma during a rotation. */
const WebhookSecrets = z.string().refine((text) => {
  const secrets = text.split(",");
  return secrets.length <= 2 && secrets.every((secret) => WebhookSecret.safeParse(secret).success);
}, "must be one secret that begins with whsec_, or two with a comma");

/** One token, or two separated by a comma during a rotation. */
const TwilioTokens = z
  .string()
  .refine((text) => text.split(",").length <= 2, "must be one token, or two with a comma")
  .pipe(VendorSecret);

export const NotificationsVars = {
  ...CommonEnv,
  ...QueueEnv,
  NOTIFICATIONS_DB_URL: z.url(),
  NOTIFICATIONS_DB_TOKEN: VendorSecret,
  RESEND_URL: z.url(),
  RESEND_API_KEY: VendorSecret,
  RESEND_WEBHOOK_SECRET: WebhookSecrets,
  /** The key of the digests of suppressed addresses and phones. */
  SUPPRESSION_SECRET: Secret,
  TWILIO_URL: z.url().default("https://api.twilio.com"),
  /** The account. Without it, the shop sends no SMS. */
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^(AC[0-9a-fA-F]{32})?$/)
    .default(""),
  TWILIO_AUTH_TOKEN: TwilioTokens.optional(),
  /** A phone number of the account, the id of a messaging service (`MG…`) or a sender name. */
  TWILIO_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-fA-F]{32}|[A-Za-z0-9 ]{1,11})$/)
    .optional(),
  /** The base address of the links in mails. */
  STOREFRONT_URL: StorefrontUrl,
};

type NotificationsValues = z.infer<z.ZodObject<typeof NotificationsVars>>;

/**
 * Returns the account at Twilio; undefined without its id.
 * @throws EnvironmentError with the name of a missing value
 */
export const twilioAccountOf = (values: NotificationsValues): TwilioAccount | undefined => {
  const { TWILIO_URL: url, TWILIO_ACCOUNT_SID: accountSid } = values;
  if (accountSid === "") return undefined;
  const required = (name: "TWILIO_AUTH_TOKEN" | "TWILIO_FROM") => {
    const value = values[name];
    if (value !== undefined) return value;
    throw new EnvironmentError(
      `notifications refuses to start: ${name} (required beside TWILIO_ACCOUNT_SID)`,
    );
  };
  const [token = "", ...older] = required("TWILIO_AUTH_TOKEN").split(",");
  return { url, accountSid, tokens: [token, ...older], from: required("TWILIO_FROM") };
};

export interface NotificationsEnv {
  USERS: UsersRpc;
  ORDERS: OrdersRpc;
  CATALOG: CatalogRpc;
  SETTINGS: SettingsRpc;
}
