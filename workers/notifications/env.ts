import * as z from "zod";
import type { OrdersRpc } from "#contract/orders";
import type { SettingsRpc } from "#contract/settings";
import type { UsersRpc } from "#contract/users";
import { fromBase64Url } from "#kernel/encoding";
import { CommonEnv, MailPerSecond, Secret, StorefrontUrl, VendorSecret } from "#kernel/env";

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

export const NotificationsVars = {
  ...CommonEnv,
  NOTIFICATIONS_DB_URL: z.url(),
  NOTIFICATIONS_DB_TOKEN: VendorSecret,
  RESEND_URL: z.url(),
  RESEND_API_KEY: VendorSecret,
  RESEND_WEBHOOK_SECRET: WebhookSecrets,
  /** The key of the digests of suppressed addresses. */
  SUPPRESSION_SECRET: Secret,
  MAIL_PER_SECOND: MailPerSecond,
  /** The base address of the links in mails. */
  STOREFRONT_URL: StorefrontUrl,
};

export interface NotificationsEnv {
  USERS: UsersRpc;
  ORDERS: OrdersRpc;
  SETTINGS: SettingsRpc;
}
