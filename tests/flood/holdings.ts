import { Database } from "bun:sqlite";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DATABASES, type DatabaseName } from "#db/databases";
import { redisAt } from "./redis";

export interface TableSize {
  rows: number;
  bytes: number;
}

/** Stored data at one moment. */
export interface Holdings {
  tables: Record<string, TableSize>;
  /** Bytes and keys of each Redis. */
  redis: Record<"carts" | "counters", { bytes: number; keys: number }>;
  /** Resident memory of the Workers' process; null where the system has no /proc. */
  residentBytes: number | null;
}

/** Works on the file of one database while its server runs. */
export const onFile = <T>(folder: string, name: DatabaseName, work: (db: Database) => T): T => {
  const db = new Database(join(folder, `${name}.db`));
  try {
    db.run("pragma busy_timeout = 10000");
    return work(db);
  } finally {
    db.close();
  }
};

export const tableNames = (db: Database) =>
  db
    .query<{ name: string }, []>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    )
    .all()
    .map(({ name }) => name);

/** Returns rows and bytes of each table, including its indexes. */
const sizesIn = (db: Database): Record<string, TableSize> => {
  const bytesOf = db.query<{ bytes: number }, [string]>(
    `select coalesce(sum(pgsize), 0) bytes from dbstat where aggregate = 1
     and name in (select name from sqlite_master where tbl_name = ?)`,
  );
  return Object.fromEntries(
    tableNames(db).map((table) => {
      const rows = db.query<{ n: number }, []>(`select count(*) n from "${table}"`).get()?.n ?? 0;
      return [table, { rows, bytes: bytesOf.get(table)?.bytes ?? 0 }];
    }),
  );
};

/** Returns rows and bytes of every table of every database, by `database.table`. */
export const tablesIn = (folder: string): Holdings["tables"] =>
  Object.fromEntries(
    DATABASES.flatMap((name) =>
      Object.entries(onFile(folder, name, sizesIn)).map(([table, size]) => [
        `${name}.${table}`,
        size,
      ]),
    ),
  );

const KIB = 1024;

/** Returns the resident bytes of a process, from the kernel's account. */
export const residentBytesOf = (pid: number): number | null => {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kib === undefined ? null : Number(kib) * KIB;
  } catch {
    return null;
  }
};

interface Places {
  /** The folder of the databases' files. */
  databases: string;
  redisUrls: Record<"carts" | "counters", string>;
  workersPid: number;
}

/** Reads all stored data. */
export const holdingsOf = async ({
  databases,
  redisUrls,
  workersPid,
}: Places): Promise<Holdings> => ({
  tables: tablesIn(databases),
  redis: {
    carts: await redisAt(redisUrls.carts).size(),
    counters: await redisAt(redisUrls.counters).size(),
  },
  residentBytes: residentBytesOf(workersPid),
});
