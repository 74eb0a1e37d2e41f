import type { Binding, GatewayEnv, Services } from "./env";

export const BINDINGS = [
  "USERS",
  "CATALOG",
  "CART",
  "ORDERS",
  "PAYMENTS",
  "NOTIFICATIONS",
] as const satisfies readonly Binding[];

/** The bindings alone, without the variables beside them. */
export const servicesOf = (env: GatewayEnv): Services => ({
  USERS: env.USERS,
  CATALOG: env.CATALOG,
  CART: env.CART,
  ORDERS: env.ORDERS,
  PAYMENTS: env.PAYMENTS,
  NOTIFICATIONS: env.NOTIFICATIONS,
});
