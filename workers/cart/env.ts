import { z } from "zod";
import type { CatalogRpc } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import { PaymentCurrency } from "#contract/payments";
import type { UsersRpc } from "#contract/users";
import { CountryCode } from "#kernel/address/postal";
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
  /** The human check of orders, where it is configured. */
  ...TurnstileEnv,
  UPSTASH_REDIS_REST_URL: z.url(),
  UPSTASH_REDIS_REST_TOKEN: VendorSecret,
  /** Makes the ids unguessable that carts get from their Idempotency-Key. */
  CART_ID_SECRET: Secret,
  /** The origins of the pages to which a bank may redirect buyers. */
  PUBLIC_URL: z.url(),
  STOREFRONT_URL: StorefrontUrl,
  STOREFRONT_ORIGINS: StorefrontOrigins,
  /** The header with the client's address. Without it, orders are not counted per network. */
  CLIENT_IP_HEADER: z.string().toLowerCase().optional(),
  /** For a flash sale: with `proved_buyer` only accounts with a verified address may place orders. */
  ORDERS_REQUIRE: z.enum(["", "proved_buyer"]).default(""),
  /** Currency and destination of a cart until the shopper chooses others. */
  SHOP_CURRENCY: PaymentCurrency.default("EUR"),
  SHOP_COUNTRY: CountryCode.default("DE"),
};

export interface CartEnv {
  CATALOG: CatalogRpc;
  ORDERS: OrdersRpc;
  USERS: UsersRpc;
}
