import { z } from "zod";
import type { CatalogRpc } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import { PaymentCurrency } from "#contract/payments";
import type { UsersRpc } from "#contract/users";
import {
  CommonEnv,
  Secret,
  StorefrontOrigins,
  StorefrontUrl,
  TurnstileEnv,
  VendorSecret,
} from "#kernel/env";
import { CountryCode } from "#kernel/postal";

export const CartVars = {
  ...CommonEnv,
  /** Checks that a person places an order. */
  ...TurnstileEnv,
  UPSTASH_REDIS_REST_URL: z.url(),
  UPSTASH_REDIS_REST_TOKEN: VendorSecret,
  /** A cart made with an Idempotency-Key has an id derived from it, which only this makes unguessable. */
  CART_ID_SECRET: Secret,
  /** Buyers come back from their bank to pages of these origins alone. */
  PUBLIC_URL: z.url(),
  STOREFRONT_URL: StorefrontUrl,
  STOREFRONT_ORIGINS: StorefrontOrigins,
  /** The header in which the edge names the client's address; without it no network's orders are counted. */
  CLIENT_IP_HEADER: z.string().toLowerCase().optional(),
  /** During a flash sale: `proved_buyer` lets only accounts with a proved address place orders. */
  ORDERS_REQUIRE: z.enum(["", "proved_buyer"]).default(""),
  /** What a cart counts in, and where it is shipped to, until its shopper says otherwise. */
  SHOP_CURRENCY: PaymentCurrency.default("EUR"),
  SHOP_COUNTRY: CountryCode.default("DE"),
};

export interface CartEnv {
  CATALOG: CatalogRpc;
  ORDERS: OrdersRpc;
  USERS: UsersRpc;
}
