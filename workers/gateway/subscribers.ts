import type { Binding } from "./env";

/** Who hears what. tests/architecture.test.ts holds it against what the Workers say they hear. */
export const SUBSCRIBERS: Record<string, readonly Binding[]> = {
  "user.registered": ["NOTIFICATIONS"],
  "user.verification_requested": ["NOTIFICATIONS"],
  "user.email_verified": [],
  "user.password_reset_requested": ["NOTIFICATIONS"],
  "user.password_changed": ["NOTIFICATIONS"],
  "user.email_change_requested": ["NOTIFICATIONS"],
  "user.email_changed": ["NOTIFICATIONS"],
  "user.sign_in_code_requested": ["NOTIFICATIONS"],
  "user.refresh_reused": ["NOTIFICATIONS"],
  "user.second_factors_changed": ["NOTIFICATIONS"],
  "user.disabled": ["NOTIFICATIONS"],
  "user.enabled": ["NOTIFICATIONS"],
  "user.roles_changed": ["NOTIFICATIONS"],
  "user.consent_changed": [],
  "user.erased": ["ORDERS", "CART", "NOTIFICATIONS"],
  "product.created": ["CATALOG"],
  "product.updated": ["CATALOG"],
  "inventory.low": ["CATALOG"],
  "inventory.released": ["CATALOG"],
  "inventory.adjusted": ["CATALOG"],
  "order.created": [],
  "order.confirmed": ["PAYMENTS", "CART", "NOTIFICATIONS"],
  "order.cancelled": ["PAYMENTS", "CART"],
  "payment.requested": ["ORDERS"],
  "payment.action_required": [],
  "payment.authorized": ["ORDERS"],
  "payment.succeeded": ["ORDERS"],
  "payment.failed": ["ORDERS"],
};

/** Which Worker's outbox an event came from, by its CloudEvents source. */
export const OWNERS: Record<string, Binding> = {
  "/users": "USERS",
  "/catalog": "CATALOG",
  "/orders": "ORDERS",
  "/payments": "PAYMENTS",
  "/notifications": "NOTIFICATIONS",
};
