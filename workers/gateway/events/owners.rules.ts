/** The Workers with an outbox. */
export const OWNER_NAMES = ["users", "catalog", "orders", "payments", "notifications"] as const;
