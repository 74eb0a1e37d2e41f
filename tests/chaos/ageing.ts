import { onFile } from "#tests/flood/holdings";

const MOVED = {
  orders: [
    "update outbox set due_at = due_at - ?1 where acknowledged_at is null",
    "update orders set updated_at = updated_at - ?1, reserved_until = reserved_until - ?1 where status in ('payment_requested', 'confirmed', 'cancelled')",
  ],
  payments: [
    "update outbox set due_at = due_at - ?1 where acknowledged_at is null",
    "update payments set check_after = check_after - ?1 where state in ('pending', 'requires_action', 'processing', 'authorized')",
    "update refunds set check_after = check_after - ?1 where state = 'pending'",
  ],
  catalog: ["update outbox set due_at = due_at - ?1 where acknowledged_at is null"],
  users: ["update outbox set due_at = due_at - ?1 where acknowledged_at is null"],
} as const;

/**
 * Moves the times that decide when a sweep acts into the past, as if this time had passed. Times of
 * what happened stay as they are.
 */
export const passTime = (databases: string, ms: number) => {
  for (const [name, statements] of Object.entries(MOVED))
    onFile(databases, name as keyof typeof MOVED, (db) => {
      for (const statement of statements) db.query(statement).run(ms);
    });
};

/** Makes the daily reconciliation with the payment provider due. */
export const passDay = (databases: string) =>
  onFile(databases, "payments", (db) => db.run("update reconciliations set due_at = 0"));
