import { resolve } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { DatabaseName } from "#db/databases";
import { ROOT } from "#dev/install";
import { type Check, type Context, type Finding, fail, warn } from "#doctor/check";
import { NotPermitted, type Outcome, runStatements } from "#doctor/hrana";

const APPLIED = "SELECT hash, created_at FROM __drizzle_migrations ORDER BY created_at";
/** Needs the right to write, and changes no row. */
const WRITE_PROBE = ["BEGIN", "UPDATE __drizzle_migrations SET hash = hash WHERE 0", "ROLLBACK"];

const MIGRATE = "Migrate the databases with: bun run deploy";

/** Returns how the schema of a database differs from the migrations of the repository. */
const schemaFindings = (name: DatabaseName, applied: Outcome | undefined): Finding[] => {
  const where = `${name} database`;
  const expected = readMigrationFiles({
    migrationsFolder: resolve(ROOT, "db", name, "migrations"),
  });
  const rows = applied && "rows" in applied ? applied.rows : [];
  const hashes = new Map(rows.map(([hash, at]) => [Number(at), hash]));
  const missing = expected.filter(({ folderMillis }) => !hashes.has(folderMillis));
  const changed = expected.filter(
    ({ folderMillis, hash }) => (hashes.get(folderMillis) ?? hash) !== hash,
  );
  const newest = expected.at(-1)?.folderMillis ?? 0;
  const newer = [...hashes.keys()].filter((at) => at > newest);
  return [
    ...(missing.length > 0
      ? [
          fail({
            ...{ code: "database.migration_missing", where, action: MIGRATE },
            problem: `${missing.length} of ${expected.length} migrations are not applied.`,
          }),
        ]
      : []),
    ...(changed.length > 0
      ? [
          warn({
            ...{ code: "database.migration_changed", where },
            problem: `${changed.length} applied migrations differ from those of the repository.`,
            action: "Check out the commit that is deployed, and compare the schema.",
          }),
        ]
      : []),
    ...(newer.length > 0
      ? [
          warn({
            ...{ code: "database.newer", where },
            problem: `The database has ${newer.length} migrations that the repository lacks.`,
            action: "Check out the commit that is deployed.",
          }),
        ]
      : []),
  ];
};

const foreignKeysOff = (name: DatabaseName) =>
  fail({
    code: "database.foreign_keys_off",
    where: `${name} database`,
    problem: "Foreign keys are not enforced, on which guards of the shop rely.",
    action: "Move to a libSQL server that enforces foreign keys.",
  });

const readOnly = (token: string) =>
  fail({
    code: "database.read_only",
    where: token,
    problem: `The token of ${token} may not write.`,
    action: `Create a token with full access, and set ${token}.`,
  });

const mayWrite = async (context: Context, prefix: string) => {
  try {
    const [, probe] = await runStatements(context, prefix, WRITE_PROBE);
    // A database without migrations is another finding.
    return !(probe && "refusal" in probe) || /no such table/.test(probe.refusal);
  } catch (err) {
    if (err instanceof NotPermitted) return false;
    throw err;
  }
};

/** Checks that a database answers, may be written, and has the schema of the repository. */
export const database = (name: DatabaseName): Check => {
  const prefix = `${name.toUpperCase()}_DB`;
  return {
    name: `database.${name}`,
    needs: [`${prefix}_URL`, `${prefix}_TOKEN`],
    async run(context) {
      const statements = [APPLIED, "PRAGMA foreign_keys"];
      const [applied, keys] = await runStatements(context, prefix, statements);
      const areKeysOn = keys && "rows" in keys && keys.rows[0]?.[0] === "1";
      return [
        ...schemaFindings(name, applied),
        ...(areKeysOn ? [] : [foreignKeysOff(name)]),
        ...((await mayWrite(context, prefix)) ? [] : [readOnly(`${prefix}_TOKEN`)]),
      ];
    },
  };
};
