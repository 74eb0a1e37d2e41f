import { idempotencyTable, inboxTable, outboxTable } from "#db/columns";

export const outbox = outboxTable();
export const inbox = inboxTable();
export const idempotencyKeys = idempotencyTable({ byResource: true });
