import * as z from "zod";
import type { OrdersRpc } from "#contract/orders";
import { PaymentCurrency } from "#contract/payments";
import { CommonEnv, QueueEnv, StorefrontUrl, VendorSecret } from "#kernel/env";
import { Locale } from "#kernel/routes/languages";

export const CatalogVars = {
  ...CommonEnv,
  ...QueueEnv,
  CATALOG_DB_URL: z.url(),
  CATALOG_DB_TOKEN: VendorSecret,
  TYPESENSE_URL: z.url(),
  TYPESENSE_API_KEY: VendorSecret,
  /** Where the links of feeds lead. */
  STOREFRONT_URL: StorefrontUrl,
  /** The currency of prices when a request names no other. */
  SHOP_CURRENCY: PaymentCurrency.default("EUR"),
  /** The language of texts that are not translated. */
  SHOP_LOCALE: Locale.default("en"),
};

export interface CatalogEnv {
  ORDERS: OrdersRpc;
  /** The bucket of uploaded pictures. */
  MEDIA: R2Bucket;
  /** Missing where the platform cannot resize pictures. */
  IMAGES?: ImagesBinding;
}
