import { z } from "zod";
import type { PaymentsRpc } from "#contract/payments";
import { CommonEnv, QueueEnv } from "#kernel/env";

export const OrdersVars = {
  ...CommonEnv,
  ...QueueEnv,
  ORDERS_DB_URL: z.url(),
  ORDERS_DB_TOKEN: z.string().min(1),
  /** Signs the access tokens of guest orders. */
  ORDER_ACCESS_SECRET: z.string().min(1),
};

export interface OrdersEnv {
  PAYMENTS: PaymentsRpc;
}
