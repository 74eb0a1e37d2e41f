import { resolve } from "node:path";
import { createClient } from "@libsql/client/web";
import { migrate } from "drizzle-orm/libsql/migrator";
import { drizzle } from "drizzle-orm/libsql/web";
import type { DatabaseAddress } from "#db/client";
import { addressIn, DATABASES, type DatabaseName } from "#db/databases";

/**
 * Applies pending migrations to a database. Used by dev, the tests and the deployment.
 * @throws if foreign keys are off, because many of the shop's guards are foreign keys
 */
export const migrateDatabase = async (name: DatabaseName, { url, token }: DatabaseAddress) => {
  const client = createClient({ url, authToken: token });
  const migrationsFolder = resolve(import.meta.dir, name, "migrations");
  await migrate(drizzle(client), { migrationsFolder });
  const { rows } = await client.execute("pragma foreign_keys");
  if (rows[0]?.foreign_keys !== 1) throw new Error(`Foreign keys are off in ${name} at ${url}`);
  client.close();
};

/** Migrates every database at the URL in its Worker's variables. */
export const migrateAll = async (variables: Record<string, string>) => {
  for (const name of DATABASES) await migrateDatabase(name, addressIn(variables, name));
};
