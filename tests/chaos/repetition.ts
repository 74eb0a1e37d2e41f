import type { Database } from "bun:sqlite";
import { DATABASES } from "#db/databases";
import { onFile, tableNames } from "#tests/flood/holdings";
import { comeToRest } from "./rest";
import type { ShakenShop } from "./shop";

/** Tables whose rows say when work was done last, not what was done. */
const BOOKKEEPING = new Set(["outbox", "inbox", "reconciliations", "__drizzle_migrations"]);

type Rows = Map<string, string>;

/** Returns each row of a table by its row id. */
const rowsOf = (db: Database, table: string): Rows => {
  const rows = db.query<{ "#": number }, []>(`select rowid as "#", * from "${table}"`).all();
  return new Map(rows.map((row) => [String(row["#"]), JSON.stringify(row)]));
};

/** Returns the content of every table of every database. */
const snapshot = (folder: string) => {
  const tables = new Map<string, Rows>();
  for (const name of DATABASES)
    onFile(folder, name, (db) => {
      for (const table of tableNames(db))
        if (!BOOKKEEPING.has(table)) tables.set(`${name}.${table}`, rowsOf(db, table));
    });
  return tables;
};

const LENGTH_MAX = 400;

/** Returns each row that was added, changed or deleted. */
const changes = (before: Map<string, Rows>, after: Map<string, Rows>) =>
  [...after].flatMap(([table, rows]) => {
    const old = before.get(table) ?? new Map();
    const ids = new Set([...rows.keys(), ...old.keys()]);
    return [...ids]
      .filter((id) => rows.get(id) !== old.get(id))
      .map((id) => `${table}: ${old.get(id)} → ${rows.get(id)}`.slice(0, LENGTH_MAX));
  });

const during = async (shop: ShakenShop, work: () => Promise<unknown>) => {
  const before = snapshot(shop.databases);
  await work();
  return changes(before, snapshot(shop.databases));
};

const WITH_OUTBOX = DATABASES.filter((name) => name !== "notifications" && name !== "settings");

/** Makes every event that has handlers due again, as if none had ever been acknowledged. */
const forgetAcknowledgements = (folder: string) => {
  for (const name of WITH_OUTBOX)
    onFile(folder, name, (db) =>
      db.run(`update outbox set acknowledged_at = null, due_at = 0, generation = 0
        where dead_at is null and envelope ->> '$.handlers' <> ''`),
    );
};

/** Delivers the whole history of events again. Returns what this changed. */
export const replayHistory = (shop: ShakenShop) =>
  during(shop, async () => {
    forgetAcknowledgements(shop.databases);
    await comeToRest(shop);
  });

/** Fires the cron twice. Returns what this changed. */
export const sweepTwice = (shop: ShakenShop) =>
  during(shop, async () => {
    await shop.fireCron();
    await shop.fireCron();
  });
