import { z } from "zod";
import type { OrdersRpc } from "#contract/orders";
import type { UsersRpc } from "#contract/users";
import { CommonEnv, MailPerSecond, StorefrontUrl, VendorSecret } from "#kernel/env";

export const NotificationsVars = {
  ...CommonEnv,
  NOTIFICATIONS_DB_URL: z.url(),
  NOTIFICATIONS_DB_TOKEN: VendorSecret,
  RESEND_URL: z.url(),
  RESEND_API_KEY: VendorSecret,
  MAIL_PER_SECOND: MailPerSecond,
  /** The sender of every mail. Its domain must be verified at Resend. */
  MAIL_FROM: z.string().min(3).default("Bodega <hello@bodega.test>"),
  /** The base address of the links in mails. */
  STOREFRONT_URL: StorefrontUrl,
};

export interface NotificationsEnv {
  USERS: UsersRpc;
  ORDERS: OrdersRpc;
}
