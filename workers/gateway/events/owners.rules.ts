/** The Workers with an outbox. */
export const OWNER_NAMES = ["users", "catalog", "orders", "payments"] as const;
