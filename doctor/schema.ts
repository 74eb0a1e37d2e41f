import { resolve } from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type { DatabaseName } from "#db/databases";
import { ROOT } from "#dev/install";
import { type Finding, fail, warn } from "./check";

/** The applied migrations: the hash of each, by its time. */
export type Applied = ReadonlyMap<number, string>;

interface Comparison {
  where: string;
  expected: readonly MigrationMeta[];
  applied: Applied;
}

const missing = ({ where, expected, applied }: Comparison): Finding[] => {
  const { length } = expected.filter(({ folderMillis }) => !applied.has(folderMillis));
  if (length === 0) return [];
  const finding = fail({
    code: "database.migration_missing",
    where,
    problem: `${length} of ${expected.length} migrations are not applied.`,
    action: "Migrate the databases with: bun run deploy",
  });
  return [finding];
};

const changed = ({ where, expected, applied }: Comparison): Finding[] => {
  const { length } = expected.filter(
    ({ folderMillis, hash }) => (applied.get(folderMillis) ?? hash) !== hash,
  );
  if (length === 0) return [];
  const finding = warn({
    code: "database.migration_changed",
    where,
    problem: `${length} applied migrations differ from those of the repository.`,
    action: "Check out the commit that is deployed, and compare the schema.",
  });
  return [finding];
};

const newer = ({ where, expected, applied }: Comparison): Finding[] => {
  const newest = expected.at(-1)?.folderMillis ?? 0;
  const { length } = [...applied.keys()].filter((atMs) => atMs > newest);
  if (length === 0) return [];
  const finding = warn({
    code: "database.newer",
    where,
    problem: `The database has ${length} migrations that the repository lacks.`,
    action: "Check out the commit that is deployed.",
  });
  return [finding];
};

/** Returns how the schema of a database differs from the migrations of the repository. */
export const schemaFindings = (name: DatabaseName, applied: Applied): Finding[] => {
  const migrationsFolder = resolve(ROOT, "db", name, "migrations");
  const expected = readMigrationFiles({ migrationsFolder });
  const comparison = { where: `${name} database`, expected, applied };
  return [...missing(comparison), ...changed(comparison), ...newer(comparison)];
};
