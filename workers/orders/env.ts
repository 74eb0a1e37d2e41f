import { z } from "zod";
import type { PaymentsRpc } from "#contract/payments";
import { CommonEnv, QueueEnv, Secret, VendorSecret } from "#kernel/env";

export const OrdersVars = {
  ...CommonEnv,
  ...QueueEnv,
  ORDERS_DB_URL: z.url(),
  ORDERS_DB_TOKEN: VendorSecret,
  /** Signs the access tokens of guest orders. */
  ORDER_ACCESS_SECRET: Secret,
};

export interface OrdersEnv {
  PAYMENTS: PaymentsRpc;
}
