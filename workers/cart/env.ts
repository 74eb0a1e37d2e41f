import * as z from "zod";
import type { CatalogRpc } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import type { SettingsRpc } from "#contract/settings";
import type { UsersRpc } from "#contract/users";
import {
  CommonEnv,
  Secret,
  StorefrontOrigins,
  StorefrontUrl,
  TurnstileEnv,
  VendorSecret,
} from "#kernel/env";

export const CartVars = {
  ...CommonEnv,
  /** The settings of the human check before orders, which is optional. */
  ...TurnstileEnv,
  UPSTASH_REDIS_REST_URL: z.url(),
  UPSTASH_REDIS_REST_TOKEN: VendorSecret,
  /**
   * The secret with which cart ids are derived from idempotency keys, so that the ids cannot be guessed.
   */
  CART_ID_SECRET: Secret,
  /** The origins of the pages to which a bank may redirect buyers. */
  PUBLIC_URL: z.url(),
  STOREFRONT_URL: StorefrontUrl,
  STOREFRONT_ORIGINS: StorefrontOrigins,
  /**
   * The name of the header with the client's IP address. If it is not set, unpaid orders are not counted
   * per network.
   */
  CLIENT_IP_HEADER: z.string().toLowerCase().optional(),
  /**
   * For a flash sale: with `proved_buyer` only accounts with a verified e-mail address may place orders. The
   * value is older than the term "verified".
   */
  ORDERS_REQUIRE: z.enum(["", "proved_buyer"]).default(""),
};

export interface CartEnv {
  CATALOG: CatalogRpc;
  ORDERS: OrdersRpc;
  USERS: UsersRpc;
  SETTINGS: SettingsRpc;
}
