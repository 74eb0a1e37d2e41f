import { onFile } from "#tests/flood/holdings";
import type { Json } from "#tests/system";
import { passTime } from "./ageing";
import type { ShakenShop } from "./shop";

const REST_MAX_MS = 60_000;
const MINUTE_MS = 60_000;
/** Passes per round when rounds of a minute were not enough: an event that failed often waits for hours. */
const LONG_MS = 60 * MINUTE_MS;
const SHORT_STEPS_MS = 20_000;
const PAUSE_MS = 100;

/**
 * What must be empty when the shop is at rest, by database. A request whose process was killed stays in
 * progress until its client asks again; Q16 looks for it afterwards.
 */
const OPEN = {
  orders: {
    "unacknowledged events of orders":
      "select count(*) n from outbox where acknowledged_at is null and dead_at is null",
    "orders that wait for their payment":
      "select count(*) n from orders where status in ('pending', 'payment_requested')",
    "orders with authorised money":
      "select count(*) n from orders where payment_status = 'authorized'",
    "charges of edits that are not paid":
      "select count(*) n from orders where charge_due_at is not null",
    "pending refunds of orders":
      "select count(*) n from orders, json_each(after_sale, '$.refunds') r where r.value ->> 'status' = 'pending'",
  },
  payments: {
    "unacknowledged events of payments":
      "select count(*) n from outbox where acknowledged_at is null and dead_at is null",
    "open payments":
      "select count(*) n from payments where state in ('pending', 'requires_action', 'processing', 'authorized')",
    "pending refunds": "select count(*) n from refunds where state = 'pending'",
    // A list that was read today is due tomorrow.
    "lists of providers that are not compared":
      "select count(*) n from reconciliations where due_at < unixepoch() * 1000 + 43200000",
  },
  catalog: {
    "unacknowledged events of the catalog":
      "select count(*) n from outbox where acknowledged_at is null and dead_at is null",
  },
  users: {
    "unacknowledged events of accounts":
      "select count(*) n from outbox where acknowledged_at is null and dead_at is null",
  },
  notifications: {
    "unacknowledged events of messages":
      "select count(*) n from outbox where acknowledged_at is null and dead_at is null",
    "pending messages": "select count(*) n from messages where state = 'pending'",
  },
} as const;

const WAITING = new Set(["CREATED", "ACTIVE", "RETRY"]);
const UNDELIVERED = new Set(["pending", "sending"]);

/** Returns what is still open, with its number. */
const openWork = async ({ databases, urls }: ShakenShop) => {
  const open: Record<string, number> = {};
  for (const [name, queries] of Object.entries(OPEN))
    onFile(databases, name as keyof typeof OPEN, (db) => {
      for (const [what, query] of Object.entries(queries)) {
        const { n } = db.query<{ n: number }, []>(query).get() ?? { n: 0 };
        if (n > 0) open[what] = n;
      }
    });
  const { messages }: Json = await (await fetch(`${urls.qstash}/_dev/books`)).json();
  const queued = messages.filter(({ state }: Json) => WAITING.has(state)).length;
  if (queued > 0) open["messages in the queue"] = queued;
  for (const vendor of ["stripe", "razorpay", "twilio"] as const) {
    const { webhookDeliveries }: Json = await (await fetch(`${urls[vendor]}/_dev/books`)).json();
    const webhooks = webhookDeliveries.filter(({ state }: Json) => UNDELIVERED.has(state)).length;
    if (webhooks > 0) open[`webhooks of ${vendor} on their way`] = webhooks;
  }
  return open;
};

/** Longer than a run of the cron may take. */
const CRON_MAX_MS = 60_000;

/** Fires the cron, and returns whether it ended in time. The next one fires in any case, as on the platform. */
const fireCron = (shop: ShakenShop): Promise<boolean> =>
  Promise.race([shop.fireCron().then(() => true), Bun.sleep(CRON_MAX_MS).then(() => false)]);

interface Resting {
  maxMs?: number;
  /** Called with what is still open, before each run of the cron. */
  onOpen?(open: Record<string, number>): void;
}

/**
 * Lets the shop's time pass and fires the cron until nothing is open, or the time is over, a minute by default.
 * Returns the seconds that it took, and what is still open.
 */
export const comeToRest = async (
  shop: ShakenShop,
  { maxMs = REST_MAX_MS, onOpen }: Resting = {},
) => {
  const beganAt = performance.now();
  let endless = 0;
  const still = async () => ({
    ...(await openWork(shop)),
    ...(endless > 0 ? { "runs of the cron that did not end in a minute": endless } : {}),
  });
  for (;;) {
    const open = await still();
    const tookMs = performance.now() - beganAt;
    if (Object.keys(open).length === 0 || tookMs > maxMs) return { seconds: tookMs / 1000, open };
    onOpen?.(open);
    await passTime(shop.urls.libsql, tookMs < SHORT_STEPS_MS ? MINUTE_MS : LONG_MS);
    if (!(await fireCron(shop))) endless += 1;
    await Bun.sleep(PAUSE_MS);
  }
};
