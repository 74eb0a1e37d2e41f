import type { Database } from "bun:sqlite";
import type { Charge, EventType, Kind, Kinds, Subject } from "./objects";
import { noSuch } from "./refusal";
import type { ObjectStore } from "./store";

/** Who asks: the request an event names as its cause. Nulls when Stripe itself acts. */
export interface Cause {
  id: string | null;
  idempotencyKey: string | null;
  /** The address of the stand-in as the caller knows it, for links in answers. */
  origin: string;
}

/** What happens to an object later, by itself. */
export type Deed = "settle-payment" | "expire-authorization" | "settle-refund" | "fail-refund";

/** Records that something happened to an object, and queues it for the webhooks. */
export type Emit = (type: EventType, object: Subject, previous?: Partial<Subject>) => void;

/** What one call works with. */
export interface Account {
  db: Database;
  objects: ObjectStore;
  /** Epoch milliseconds. */
  clock(): number;
  cause: Cause;
  emit: Emit;
  /** Copies of an event that are not delivered yet. */
  underWay(eventId: string): number;
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const randomText = (length: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (n) => ALPHABET[n % 62]).join("");

const base62 = (value: number): string =>
  value < 62 ? (ALPHABET[value] ?? "") : base62(Math.floor(value / 62)) + ALPHABET[value % 62];

/**
 * `pi_3…`, as long as Stripe's own, and like them in the order they were made, so that an index grows
 * at its end.
 */
export const newId = (prefix: string) => `${prefix}_3${base62(Date.now())}${randomText(16)}`;

/** The API counts in seconds. */
export const nowSeconds = (account: Account) => Math.floor(account.clock() / 1000);

/** Stripe's word for each kind, and the parameter a path id is reported under. */
const NOUNS: Record<Kind, { noun: string; param: string }> = {
  payment_intent: { noun: "payment_intent", param: "intent" },
  charge: { noun: "charge", param: "charge" },
  refund: { noun: "refund", param: "refund" },
  customer: { noun: "customer", param: "customer" },
  payment_method: { noun: "PaymentMethod", param: "payment_method" },
  event: { noun: "event", param: "id" },
};

/** The object a path names; 404 without it. */
export const find = <K extends Kind>(account: Account, kind: K, id: string): Kinds[K] => {
  const found = account.objects.get(kind, id);
  if (found) return found;
  throw noSuch(NOUNS[kind].noun, id, NOUNS[kind].param, 404);
};

/** The object a parameter names; 400 without it. */
export const findNamed = <K extends Kind>(account: Account, kind: K, id: string, param: string) => {
  const found = account.objects.get(kind, id);
  if (found && !("deleted" in found)) return found;
  throw noSuch(NOUNS[kind].noun, id, param, 400);
};

/** Schedules an action, and replaces any other for the same object. */
export const schedule = ({ db }: Account, id: string, deed: Deed, at: number) => {
  db.query("INSERT OR REPLACE INTO due (id, at, deed) VALUES (?, ?, ?)").run(id, at, deed);
};

export const unschedule = ({ db }: Account, id: string) => {
  db.query("DELETE FROM due WHERE id = ?").run(id);
};

/** Books money in (or out, when negative): the sum that `/v1/balance` shows. */
export const moveFunds = ({ db }: Account, currency: string, amount: number) => {
  db.query(
    "INSERT INTO funds VALUES (?, ?) ON CONFLICT (currency) DO UPDATE SET amount = amount + excluded.amount",
  ).run(currency, amount);
};

/** Writes down that money was taken, and by which call. */
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
