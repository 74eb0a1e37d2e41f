import type { TransferRow } from "./transfer-list.statements";

/** Returns a transfer of the stock ledger as staff see it. */
export const transferView = (row: TransferRow) => ({
  id: row.id,
  variantId: row.variantId,
  quantity: row.quantity,
  from: { account: row.fromAccount, locationId: row.locationId },
  to: { account: row.toAccount, locationId: row.toLocationId ?? row.locationId },
  reason: row.reason,
  reference: row.reference,
  createdAt: new Date(row.createdAt).toISOString(),
});
