import { resolve } from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type { DatabaseName } from "#db/databases";
import { ROOT } from "#dev/install";
import { type Finding, fail, warn } from "./check";

/** The applied migrations: the hash of each, by its time. */
export type Applied = ReadonlyMap<number, string>;

const missing = (where: string, count: number, total: number) =>
  fail({
    code: "database.migration_missing",
    where,
    problem: `${count} of ${total} migrations are not applied.`,
    action: "Migrate the databases with: bun run deploy",
  });

const changed = (where: string, count: number) =>
  warn({
    code: "database.migration_changed",
    where,
    problem: `${count} applied migrations differ from those of the repository.`,
    action: "Check out the commit that is deployed, and compare the schema.",
  });

const newer = (where: string, count: number) =>
  warn({
    code: "database.newer",
    where,
    problem: `The database has ${count} migrations that the repository lacks.`,
    action: "Check out the commit that is deployed.",
  });

/** Counts the migrations that are not applied, differ, or are newer than those of the repository. */
const compare = (expected: readonly MigrationMeta[], applied: Applied) => {
  const newest = expected.at(-1)?.folderMillis ?? 0;
  return {
    missing: expected.filter(({ folderMillis }) => !applied.has(folderMillis)).length,
    changed: expected.filter(
      ({ folderMillis, hash }) => (applied.get(folderMillis) ?? hash) !== hash,
    ).length,
    newer: [...applied.keys()].filter((atMs) => atMs > newest).length,
  };
};

/** Returns how the schema of a database differs from the migrations of the repository. */
export const schemaFindings = (name: DatabaseName, applied: Applied): Finding[] => {
  const migrationsFolder = resolve(ROOT, "db", name, "migrations");
  const expected = readMigrationFiles({ migrationsFolder });
  const where = `${name} database`;
  const count = compare(expected, applied);
  return [
    ...(count.missing > 0 ? [missing(where, count.missing, expected.length)] : []),
    ...(count.changed > 0 ? [changed(where, count.changed)] : []),
    ...(count.newer > 0 ? [newer(where, count.newer)] : []),
  ];
};
