import { z } from "zod";
import type { OrdersRpc } from "#contract/orders";
import type { SettingsRpc } from "#contract/settings";
import type { UsersRpc } from "#contract/users";
import { CommonEnv, MailPerSecond, StorefrontUrl, VendorSecret } from "#kernel/env";

export const NotificationsVars = {
  ...CommonEnv,
  NOTIFICATIONS_DB_URL: z.url(),
  NOTIFICATIONS_DB_TOKEN: VendorSecret,
  RESEND_URL: z.url(),
  RESEND_API_KEY: VendorSecret,
  MAIL_PER_SECOND: MailPerSecond,
  /** The base address of the links in mails. */
  STOREFRONT_URL: StorefrontUrl,
};

export interface NotificationsEnv {
  USERS: UsersRpc;
  ORDERS: OrdersRpc;
  SETTINGS: SettingsRpc;
}
