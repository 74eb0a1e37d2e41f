import * as z from "zod";
import type { CartRpc } from "#contract/cart";
import type { CatalogRpc } from "#contract/catalog";
import type { NotificationsRpc } from "#contract/notifications";
import type { OrdersRpc } from "#contract/orders";
import type { PaymentsRpc } from "#contract/payments";
import type { ReceiptsRpc } from "#contract/receipts";
import type { SettingsRpc } from "#contract/settings";
import type { UsersRpc } from "#contract/users";
import {
  ClientIpHeader,
  CommonEnv,
  DEVELOPMENT_SECRET,
  type EnvironmentName,
  Secret,
  StorefrontOrigins,
  VendorSecret,
} from "#kernel/env";
import type { EdgeClassName } from "#kernel/routes/rate-classes";

export const GatewayVars = {
  ...CommonEnv,
  PUBLIC_URL: z.url(),
  QSTASH_CURRENT_SIGNING_KEY: VendorSecret,
  QSTASH_NEXT_SIGNING_KEY: VendorSecret,
  STOREFRONT_ORIGINS: StorefrontOrigins,
  CLIENT_IP_HEADER: ClientIpHeader,
  /** Lets a monitor see the details of the shop's health. Without it only staff see them. */
  MONITOR_SECRET: Secret.optional(),
};

/** Returns the monitor's secret. In development and in tests it is the common development secret. */
export const monitorSecretOf = ({
  ENVIRONMENT,
  MONITOR_SECRET,
}: {
  ENVIRONMENT: z.infer<typeof EnvironmentName>;
  MONITOR_SECRET?: string | undefined;
}) => {
  const isOpen = ENVIRONMENT === "development" || ENVIRONMENT === "test";
  return MONITOR_SECRET ?? (isOpen ? DEVELOPMENT_SECRET : undefined);
};

/** Every Worker that the gateway calls, by its binding. */
export interface Services {
  USERS: UsersRpc;
  CATALOG: CatalogRpc;
  CART: CartRpc;
  ORDERS: OrdersRpc;
  PAYMENTS: PaymentsRpc;
  NOTIFICATIONS: NotificationsRpc;
  SETTINGS: SettingsRpc;
  RECEIPTS: ReceiptsRpc;
}
export type Binding = keyof Services;

/** The rate limit bindings, by rate class. */
export type Limiters = Record<EdgeClassName, RateLimit>;
export type RateBindings = Record<`RATE_${Uppercase<EdgeClassName>}`, RateLimit>;

export interface AssetsBinding {
  /** The files of the API reference. */
  ASSETS: { fetch(request: Request): Promise<Response> };
}
export type GatewayEnv = Services & RateBindings & AssetsBinding;
