import { z } from "zod";
import type { PaymentsRpc } from "#contract/payments";
import { CommonEnv, QueueEnv, Secret, VendorSecret } from "#kernel/env";
import type { OrderLimits } from "#orders/placing/limits.rules";

const Limit = z.coerce.number().int().min(1);

export const OrdersVars = {
  ...CommonEnv,
  ...QueueEnv,
  ORDERS_DB_URL: z.url(),
  ORDERS_DB_TOKEN: VendorSecret,
  /** Signs the access tokens of guest orders, and keys the digests of networks. */
  ORDER_ACCESS_SECRET: Secret,
  /** The unpaid orders that may be placed in an hour. Networks are shared, so their limit is higher. */
  UNPAID_ORDERS_PER_NETWORK: Limit.default(60),
  UNPAID_ORDERS_PER_ACCOUNT: Limit.default(20),
  /**
   * The units that orders may hold while they wait for their payment. A buyer's limit also bounds one
   * order.
   */
  HELD_UNITS_PER_NETWORK: Limit.default(500),
  HELD_UNITS_PER_BUYER: Limit.default(100),
};

export const limitsIn = (vars: z.infer<z.ZodObject<typeof OrdersVars>>): OrderLimits => ({
  unpaidMax: { network: vars.UNPAID_ORDERS_PER_NETWORK, account: vars.UNPAID_ORDERS_PER_ACCOUNT },
  unitsMax: { network: vars.HELD_UNITS_PER_NETWORK, account: vars.HELD_UNITS_PER_BUYER },
});

export interface OrdersEnv {
  PAYMENTS: PaymentsRpc;
}
