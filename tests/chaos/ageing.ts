import { type SQL, sql } from "drizzle-orm";
import { connect } from "#db/client";
import type { DatabaseName } from "#db/databases";
import { DEV_TOKEN } from "#dev/clouds";

/** Runs a statement through the server, because a second writer of the file would block it. */
const run = (libsqlUrl: string, name: DatabaseName, statement: SQL) =>
  connect({ url: `${libsqlUrl}/${name}/`, token: DEV_TOKEN }).write.run(statement);

const events = (ms: number) =>
  sql`update outbox set due_at = due_at - ${ms} where acknowledged_at is null`;

const MOVED: readonly [DatabaseName, (ms: number) => SQL][] = [
  ["orders", events],
  [
    "orders",
    (ms) => sql`update orders set updated_at = updated_at - ${ms},
      reserved_until = reserved_until - ${ms}
      where status in ('payment_requested', 'confirmed', 'cancelled')`,
  ],
  [
    "orders",
    (ms) => sql`update orders set charge_due_at = charge_due_at - ${ms},
      open_charge = json_set(open_charge, '$.requestedAt', open_charge ->> '$.requestedAt' - ${ms})
      where charge_due_at is not null`,
  ],
  ["payments", events],
  [
    "payments",
    (ms) => sql`update payments set check_after = check_after - ${ms}
      where state in ('pending', 'requires_action', 'processing', 'authorized')`,
  ],
  [
    "payments",
    (ms) => sql`update refunds set check_after = check_after - ${ms} where state = 'pending'`,
  ],
  // A list of a provider that a killed process was reading is claimed for some minutes.
  [
    "payments",
    (ms) => sql`update reconciliations set due_at = due_at - ${ms}
      where due_at < unixepoch() * 1000 + 43200000`,
  ],
  ["catalog", events],
  ["users", events],
  ["notifications", events],
];

/**
 * Moves the times that decide when a sweep acts into the past, as if this time had passed. Times of
 * what happened stay as they are. Fails if the server does.
 */
export const passTime = async (libsqlUrl: string, ms: number) => {
  for (const [name, statement] of MOVED) await run(libsqlUrl, name, statement(ms));
};

/** Makes the daily reconciliation with the payment provider due. */
export const passDay = (libsqlUrl: string) =>
  run(libsqlUrl, "payments", sql`update reconciliations set due_at = 0`);

const OWNERS = ["orders", "payments", "catalog", "users", "notifications"] as const;

/** Makes every event that has handlers due again, as if none had ever been acknowledged. */
export const forgetAcknowledgements = async (libsqlUrl: string) => {
  for (const name of OWNERS)
    await run(
      libsqlUrl,
      name,
      sql`update outbox set acknowledged_at = null, due_at = 0, generation = 0
        where dead_at is null and envelope ->> '$.handlers' <> ''`,
    );
};
