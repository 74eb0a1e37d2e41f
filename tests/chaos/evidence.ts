import { drizzle } from "drizzle-orm/bun-sqlite";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import { outbox } from "#db/catalog/schema";
import type { DatabaseName } from "#db/databases";
import * as notifications from "#db/notifications/schema";
import * as orders from "#db/orders/schema";
import {
  allocations,
  relocations,
  reservations,
  stock,
  stockLevels,
  stockTransfers,
} from "#db/orders/stock.schema";
import * as payments from "#db/payments/schema";
import * as users from "#db/users/schema";
import { DEV_TOKEN } from "#dev/clouds";
import type { StoredEntry } from "#orders/timeline/fold.rules";
import { onFile } from "#tests/flood/holdings";
import type { Json } from "#tests/system";
import type { Exchange } from "./journal";
import { providerBooks } from "./provider-books";
import type { ShakenShop } from "./shop";

/** Reads one database by the objects of its schema, from its file, past the faults of its server. */
const reading = <T>(
  folder: string,
  name: DatabaseName,
  read: (db: ReturnType<typeof drizzle>) => T,
) => onFile(folder, name, (file) => read(drizzle(file)));

const ordersIn = (folder: string) =>
  reading(folder, "orders", (db) => ({
    orders: db.select().from(orders.orders).all(),
    entries: db
      .select()
      .from(orders.orderEntries)
      .orderBy(orders.orderEntries.sequence)
      .all() as unknown as (StoredEntry & { orderId: string; sequence: number })[],
    reservations: db.select().from(reservations).all(),
    stock: db.select().from(stock).all(),
    stockLevels: db.select().from(stockLevels).all(),
    allocations: db.select().from(allocations).all(),
    relocations: db.select().from(relocations).all(),
    transfers: db.select().from(stockTransfers).all(),
    requests: db.select().from(orders.idempotencyKeys).all(),
    shippingRates: db.select().from(orders.shippingRates).all(),
    outbox: db.select().from(orders.outbox).all(),
  }));

const paymentsIn = (folder: string) =>
  reading(folder, "payments", (db) => ({
    payments: db.select().from(payments.payments).all(),
    refunds: db.select().from(payments.refunds).all(),
    breaks: db.select().from(payments.breaks).all(),
    outbox: db.select().from(payments.outbox).all(),
  }));

const catalogIn = (folder: string) =>
  reading(folder, "catalog", (db) => ({
    products: db.select().from(products).all(),
    variants: db.select().from(variants).all(),
    prices: db.select().from(variantPrices).all(),
    outbox: db.select().from(outbox).all(),
  }));

export interface Mail {
  id: string;
  to: string[];
  subject: string;
  html: string | null;
  tags: { name: string; value: string }[];
  idempotencyKey: string | null;
}

/** An SMS to or from a phone. */
export interface Sms {
  to: string;
  from: string;
  body: string;
  direction: string;
}

const booksOf = async <T>(url: string) => (await (await fetch(`${url}/_dev/books`)).json()) as T;

/** Returns the version of each document in the search index, by product. */
const searchVersions = async (url: string) => {
  const { aliases } = await booksOf<{ aliases: { name: string }[] }>(url);
  const exported = await fetch(`${url}/collections/${aliases[0]?.name}/documents/export`, {
    headers: { "x-typesense-api-key": DEV_TOKEN },
  });
  const lines = (await exported.text()).split("\n").filter(Boolean);
  return new Map<string, number>(
    lines.map((line) => JSON.parse(line)).map(({ id, version }: Json) => [id, version]),
  );
};

interface Clients {
  /** The number of orders in the plan. */
  planned: number;
  exchanges: readonly Exchange[];
  /** What was open a minute after the faults ended, and what after the clients had asked again. */
  rest: { left: Record<string, number>; open: Record<string, number> };
  /** Every line that the Workers logged. */
  logged: readonly string[];
  /** What a second delivery of all events changed, and what two idle sweeps changed. */
  afterReplay: string[];
  afterSweeps: string[];
}

/** Reads the databases, the books of the outside world and the clients' journals. */
export const collectEvidence = async ({ databases, urls }: ShakenShop, clients: Clients) => ({
  ...ordersIn(databases),
  ofPayments: paymentsIn(databases),
  ofCatalog: catalogIn(databases),
  messages: reading(databases, "notifications", (db) =>
    db.select().from(notifications.messages).all(),
  ),
  outboxOfNotifications: reading(databases, "notifications", (db) =>
    db.select().from(notifications.outbox).all(),
  ),
  outboxOfUsers: reading(databases, "users", (db) => db.select().from(users.outbox).all()),
  ofProviders: await providerBooks(urls),
  sms: (await booksOf<{ messages: Sms[] }>(urls.twilio)).messages,
  mails: (await booksOf<{ mails: Mail[] }>(urls.resend)).mails,
  deadLetters: (await booksOf<{ deadLetters: { body: string }[] }>(urls.qstash)).deadLetters,
  searchVersions: await searchVersions(urls.typesense),
  ...clients,
});
export type Evidence = Awaited<ReturnType<typeof collectEvidence>>;
