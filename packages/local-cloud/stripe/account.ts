import type { Database } from "bun:sqlite";
import type { Charge, EventType, Kind, Kinds, Subject } from "./objects";
import { noSuch } from "./refusal";
import type { Receiver } from "./settings/receiver";
import type { ObjectStore } from "./store";

/** The request that caused a change, as events report it. Both are null when Stripe acts by itself. */
export interface Cause {
  id: string | null;
  idempotencyKey: string | null;
  /** The address at which the caller reached the stand-in, for links in answers. */
  origin: string;
}

/** An action on an object that is scheduled for a later time. */
export type DueAction = "finish-payment" | "expire-authorization" | "finish-refund" | "fail-refund";

/** Records an event about an object and queues its webhooks. */
export type Emit = (type: EventType, object: Subject, previous?: Partial<Subject>) => void;

/** The dependencies of one call. */
export interface Account {
  db: Database;
  objects: ObjectStore;
  /** Returns epoch milliseconds. */
  clock(): number;
  cause: Cause;
  emit: Emit;
  /** The endpoints that receive webhooks. */
  receivers: readonly Receiver[];
  chargesEnabled: boolean;
  /** Returns the number of copies of an event that are not delivered yet. */
  undelivered(eventId: string): number;
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const randomText = (length: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (n) => ALPHABET[n % 62]).join("");

const base62 = (value: number): string =>
  value < 62 ? (ALPHABET[value] ?? "") : base62(Math.floor(value / 62)) + ALPHABET[value % 62];

/**
 * Creates an id such as `pi_3…`, as long as Stripe's. Ids ascend with time, so inserts append to the end of an
 * index.
 */
export const newId = (prefix: string) => `${prefix}_3${base62(Date.now())}${randomText(16)}`;

/** Returns the time in epoch seconds, the unit of the API. */
export const nowSeconds = (account: Account) => Math.floor(account.clock() / 1000);

/** Stripe's name of each kind, and the parameter that a 404 for it reports. */
const NOUNS: Record<Kind, { noun: string; param: string }> = {
  payment_intent: { noun: "payment_intent", param: "intent" },
  charge: { noun: "charge", param: "charge" },
  refund: { noun: "refund", param: "refund" },
  dispute: { noun: "dispute", param: "dispute" },
  customer: { noun: "customer", param: "customer" },
  payment_method: { noun: "PaymentMethod", param: "payment_method" },
  event: { noun: "event", param: "id" },
};

/** Returns the object whose id is in the path. Throws 404 if it does not exist. */
export const find = <K extends Kind>(account: Account, kind: K, id: string): Kinds[K] => {
  const found = account.objects.get(kind, id);
  if (found) return found;
  throw noSuch(NOUNS[kind].noun, id, NOUNS[kind].param, 404);
};

/** Returns the object whose id is in a parameter. Throws 400 if it does not exist. */
export const findNamed = <K extends Kind>(account: Account, kind: K, id: string, param: string) => {
  const found = account.objects.get(kind, id);
  if (found && !("deleted" in found)) return found;
  throw noSuch(NOUNS[kind].noun, id, param, 400);
};

/** Schedules an action, and replaces one already scheduled for the object. */
export const schedule = ({ db }: Account, id: string, action: DueAction, at: number) => {
  db.query("INSERT OR REPLACE INTO due_actions (id, at, action) VALUES (?, ?, ?)").run(
    id,
    at,
    action,
  );
};

export const unschedule = ({ db }: Account, id: string) => {
  db.query("DELETE FROM due_actions WHERE id = ?").run(id);
};

/** Adds an amount, which may be negative, to the balance that `/v1/balance` reports. */
export const moveFunds = ({ db }: Account, currency: string, amount: number) => {
  db.query(
    "INSERT INTO funds VALUES (?, ?) ON CONFLICT (currency) DO UPDATE SET amount = amount + excluded.amount",
  ).run(currency, amount);
};

/** Records a capture and the idempotency key of its call. */
export const recordCapture = (account: Account, charge: Charge) => {
  account.db
    .query(
      "INSERT INTO captures (payment_intent, charge, amount, currency, idempotency_key, at) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(
      charge.payment_intent,
      charge.id,
      charge.amount_captured,
      charge.currency,
      account.cause.idempotencyKey,
      account.clock(),
    );
  moveFunds(account, charge.currency, charge.amount_captured);
};
