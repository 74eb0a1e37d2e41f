import type { Database } from "bun:sqlite";
import { createHmac } from "node:crypto";
import type { EventType, Kind, Kinds } from "./objects";
import { unknownId } from "./refusal";
import type { ObjectStore } from "./store";

/** What happens by itself at a later time. */
export type DueAction = "time-out-payment" | "auto-capture" | "auto-refund";

/** Stores an event about objects, and queues its webhooks. */
export type Emit = (type: EventType, about: Partial<Kinds>) => void;

/** The merchant's account: its objects, and the time by which they change. */
export interface Account {
  db: Database;
  objects: ObjectStore;
  /** Returns epoch milliseconds. */
  clock: () => number;
  emit: Emit;
  keyId: string;
  keySecret: string;
  /** Whether a refund is processed when it is created, or stays `pending`. */
  refundStatus: "processed" | "pending";
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_CHARACTERS = 14;

const randomText = () =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(ID_CHARACTERS)),
    (byte) => ALPHABET[byte % ALPHABET.length],
  ).join("");

/** Returns an id in Razorpay's form, such as `order_DaZlswtdcn9UNV`. */
export const newId = (prefix: "order" | "pay" | "rfnd" | "disp" | "card") =>
  `${prefix}_${randomText()}`;

/** Returns the id of an event, which has no prefix. */
export const newEventId = randomText;

export const nowSeconds = ({ clock }: Pick<Account, "clock">) => Math.floor(clock() / 1000);

/** Returns an object. Throws Razorpay's error if there is none. */
export const find = <K extends Kind>({ objects }: Account, kind: K, id: string): Kinds[K] => {
  const found = objects.get(kind, id);
  if (!found) throw unknownId();
  return found;
};

/** Plans an action. An object has one at a time. */
export const plan = ({ db }: Account, id: string, at: number, action: DueAction) =>
  db.run("INSERT OR REPLACE INTO due_actions (id, at, action) VALUES (?, ?, ?)", [id, at, action]);

export const unplan = ({ db }: Account, id: string) =>
  db.run("DELETE FROM due_actions WHERE id = ?", [id]);

export const hmac = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("hex");
