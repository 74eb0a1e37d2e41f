import type { DatabaseAddress } from "#db/client";

/**
 * One database per owner. Stock, reservations and orders share one, so that placing an order is one
 * batch.
 */
export const DATABASES = [
  "users",
  "catalog",
  "orders",
  "payments",
  "notifications",
  "settings",
] as const;
export type DatabaseName = (typeof DATABASES)[number];

/**
 * Returns a database's URL and token from its Worker's variables, such as `ORDERS_DB_URL` and
 * `ORDERS_DB_TOKEN`. Both are empty if the variables are missing.
 */
export const addressIn = (
  variables: Record<string, string | undefined>,
  name: DatabaseName,
): DatabaseAddress => {
  const prefix = `${name.toUpperCase()}_DB`;
  return { url: variables[`${prefix}_URL`] ?? "", token: variables[`${prefix}_TOKEN`] ?? "" };
};
