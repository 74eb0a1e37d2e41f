import * as z from "zod";
import type { PaymentsRpc } from "#contract/payments";
import type { ReceiptsRpc } from "#contract/receipts";
import type { SettingsRpc } from "#contract/settings";
import { CommonEnv, QueueEnv, Secret, VendorSecret } from "#kernel/env";
import type { OrderLimits } from "#orders/placing/limits.rules";

const Limit = z.coerce.number().int().min(1);

export const OrdersVars = {
  ...CommonEnv,
  ...QueueEnv,
  ORDERS_DB_URL: z.url(),
  ORDERS_DB_TOKEN: VendorSecret,
  /** The secret that signs the access tokens of guest orders, and keys the digests of networks. */
  ORDER_ACCESS_SECRET: Secret,
  /**
   * The maximum number of unpaid orders in an hour, for a network and for an account. Buyers share
   * networks, so the network's limit is higher.
   */
  UNPAID_ORDERS_PER_NETWORK: Limit.default(60),
  UNPAID_ORDERS_PER_ACCOUNT: Limit.default(20),
  /**
   * The maximum number of units that unpaid orders may reserve, for a network and for an account. An
   * account's limit also applies to each single order.
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
  SETTINGS: SettingsRpc;
  RECEIPTS: ReceiptsRpc;
}
