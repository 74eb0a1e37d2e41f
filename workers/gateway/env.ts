import { z } from "zod";
import type { CartRpc } from "#contract/cart";
import type { CatalogRpc } from "#contract/catalog";
import type { NotificationsRpc } from "#contract/notifications";
import type { OrdersRpc } from "#contract/orders";
import type { PaymentsRpc } from "#contract/payments";
import type { UsersRpc } from "#contract/users";
import { CommonEnv, StorefrontOrigins, VendorSecret } from "#kernel/env";

export const GatewayVars = {
  ...CommonEnv,
  PUBLIC_URL: z.url(),
  QSTASH_CURRENT_SIGNING_KEY: VendorSecret,
  QSTASH_NEXT_SIGNING_KEY: VendorSecret,
  STOREFRONT_ORIGINS: StorefrontOrigins,
};

/** Every Worker the gateway reaches, by its binding. */
export interface Services {
  USERS: UsersRpc;
  CATALOG: CatalogRpc;
  CART: CartRpc;
  ORDERS: OrdersRpc;
  PAYMENTS: PaymentsRpc;
  NOTIFICATIONS: NotificationsRpc;
}
export type Binding = keyof Services;
export type GatewayEnv = Services;
