import { eq } from "drizzle-orm";
import type { Connection } from "#db/client";
import { erasedCustomers, idempotencyKeys } from "#db/orders/schema";
import { type BatchStep, guard } from "#kernel/mutations/guards";
import { insertTerms } from "#orders/search/terms.statements";

/**
 * Completes the claim of an order: fails the batch if the account was erased, adds the account to the terms
 * of the order, and deletes the answers that the guest could repeat.
 */
export const claimBy = (
  db: Connection,
  orderId: string,
  customerId: string,
): BatchStep<"customer_erased">[] => {
  const erased = db
    .select()
    .from(erasedCustomers)
    .where(eq(erasedCustomers.customerId, customerId));
  return [
    // Fails by inserting the existing primary key again.
    guard("customer_erased", db.insert(erasedCustomers).select(erased)),
    insertTerms(db, orderId, [{ term: customerId, isPersonal: true }]),
    db.delete(idempotencyKeys).where(eq(idempotencyKeys.resourceId, orderId)),
  ];
};
