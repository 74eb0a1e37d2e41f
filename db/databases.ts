/** One database per owner. Stock, reservations and orders share one, so that placing an order is one batch. */
export const DATABASES = ["users", "catalog", "orders", "payments", "notifications"] as const;
export type DatabaseName = (typeof DATABASES)[number];
