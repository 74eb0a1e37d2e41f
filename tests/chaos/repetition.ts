import type { Database } from "bun:sqlite";
import { DATABASES } from "#db/databases";
import { onFile, tableNames } from "#tests/flood/holdings";
import { forgetAcknowledgements } from "./ageing";
import { comeToRest } from "./rest";
import type { ShakenShop } from "./shop";

/** Tables whose rows say when work was done last, not what was done. */
const BOOKKEEPING = new Set(["outbox", "inbox", "reconciliations", "__drizzle_migrations"]);

/**
 * The parts of full-text tables, which are compared as a whole, and the values of facets, whose rows each delivery
 * writes again with other row ids.
 */
const COPIES = /^search_(words|trigrams|translations)_|^search_values$/;

const isCompared = (table: string) => !BOOKKEEPING.has(table) && !COPIES.test(table);

/**
 * Columns that say when a sweep acts next or has looked, which the passing of time changes, and how new a copy is: the
 * copy of the stock need not be newest while its answer is right.
 */
const PASSING = new Set([
  "updated_at",
  "reserved_until",
  "check_after",
  "reconciled_at",
  "stock_version",
]);

type Rows = Map<string, string>;

/** Returns each row of a table by its row id. */
const rowsOf = (db: Database, table: string): Rows => {
  const rows = db.query<{ "#": number }, []>(`select rowid as "#", * from "${table}"`).all();
  const lasting = (name: string, value: unknown) => (PASSING.has(name) ? undefined : value);
  return new Map(rows.map((row) => [String(row["#"]), JSON.stringify(row, lasting)]));
};

/** Returns the content of every table of every database. */
const snapshot = (folder: string) => {
  const tables = new Map<string, Rows>();
  for (const name of DATABASES)
    onFile(folder, name, (db) => {
      for (const table of tableNames(db).filter(isCompared))
        tables.set(`${name}.${table}`, rowsOf(db, table));
    });
  return tables;
};

const LENGTH_MAX = 400;
/** The cron hands over a limited number of mails per run, so the mails of 2,000 orders take minutes. */
const REPLAY_MAX_MS = 15 * 60_000;

/** Returns the columns in which two rows differ; the whole row if there is only one. */
const difference = (before: string | undefined, after: string | undefined) => {
  if (!before || !after) return `${before ? "−" : "+"} ${before ?? after}`;
  const [old, now] = [JSON.parse(before), JSON.parse(after)];
  const names = Object.keys(now).filter((name) => old[name] !== now[name]);
  return `${now.id ?? now["#"]} ${names.map((name) => `${name} ${old[name]} → ${now[name]}`)}`;
};

/** Returns each row that was added, changed or deleted. */
const changes = (before: Map<string, Rows>, after: Map<string, Rows>) =>
  [...after].flatMap(([table, rows]) => {
    const old = before.get(table) ?? new Map();
    const ids = new Set([...rows.keys(), ...old.keys()]);
    return [...ids]
      .filter((id) => rows.get(id) !== old.get(id))
      .map((id) => `${table}: ${difference(old.get(id), rows.get(id))}`.slice(0, LENGTH_MAX));
  });

const during = async (shop: ShakenShop, work: () => Promise<unknown>) => {
  const before = snapshot(shop.databases);
  await work();
  return changes(before, snapshot(shop.databases));
};

/** Delivers the whole history of events again. Returns what this changed, and what was not delivered. */
export const replayHistory = async (
  shop: ShakenShop,
  onOpen: (open: Record<string, number>) => void,
) => {
  let left: Record<string, number> = {};
  const changed = await during(shop, async () => {
    await forgetAcknowledgements(shop.urls.libsql);
    left = (await comeToRest(shop, { maxMs: REPLAY_MAX_MS, onOpen })).open;
  });
  return [...changed, ...Object.entries(left).map(([what, count]) => `${count} ${what}`)];
};

/** Fires the cron twice. Returns what this changed. */
export const sweepTwice = (shop: ShakenShop) =>
  during(shop, async () => {
    await shop.fireCron();
    await shop.fireCron();
  });
