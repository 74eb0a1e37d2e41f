import type { orders } from "#db/orders/schema";

export type OrderRow = typeof orders.$inferSelect;
