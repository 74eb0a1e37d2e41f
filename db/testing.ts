import { libsqlStandIn } from "#cloud/libsql";
import { serveStandIn } from "#cloud/stand-in";
import { connect, type Database, type DatabaseAddress } from "#db/client";
import type { DatabaseName } from "#db/databases";
import { migrateDatabase } from "#db/migrate";

export interface TestDatabase {
  db: Database;
  address: DatabaseAddress;
  /** The URL of the stand-in, where tests set faults and read the journal of calls. */
  cloudUrl: string;
  stop(): Promise<void>;
}

/** Returns a migrated, empty database of one owner. It is in memory, behind libSQL's real protocol. */
export const testDatabase = async (name: DatabaseName): Promise<TestDatabase> => {
  const token = "bodega-dev";
  const cloud = serveStandIn(libsqlStandIn({ dataDir: ":memory:", token }), 0);
  const address = { url: `${cloud.url}/${name}/`, token };
  await migrateDatabase(name, address);
  return { db: connect(address), address, cloudUrl: cloud.url, stop: cloud.stop };
};
