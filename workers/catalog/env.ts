import { z } from "zod";
import type { OrdersRpc } from "#contract/orders";
import { PaymentCurrency } from "#contract/payments";
import { CommonEnv, QueueEnv, VendorSecret } from "#kernel/env";

export const CatalogVars = {
  ...CommonEnv,
  ...QueueEnv,
  CATALOG_DB_URL: z.url(),
  CATALOG_DB_TOKEN: VendorSecret,
  TYPESENSE_URL: z.url(),
  TYPESENSE_API_KEY: VendorSecret,
  /** The currency that prices are shown in unless somebody asks for another. */
  SHOP_CURRENCY: PaymentCurrency.default("EUR"),
};

export interface CatalogEnv {
  ORDERS: OrdersRpc;
}
