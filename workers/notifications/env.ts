import { z } from "zod";
import type { OrdersRpc } from "#contract/orders";
import type { UsersRpc } from "#contract/users";
import { CommonEnv } from "#kernel/env";

export const NotificationsVars = {
  ...CommonEnv,
  NOTIFICATIONS_DB_URL: z.url(),
  NOTIFICATIONS_DB_TOKEN: z.string().min(1),
  RESEND_URL: z.url(),
  RESEND_API_KEY: z.string().min(1),
  /** Every mail's sender; its domain has to be verified at Resend. */
  MAIL_FROM: z.string().min(3).default("Bodega <hello@bodega.test>"),
  /** Where the links in mails lead to. */
  STOREFRONT_URL: z.url({ protocol: /^https?$/ }),
};

export interface NotificationsEnv {
  USERS: UsersRpc;
  ORDERS: OrdersRpc;
}
