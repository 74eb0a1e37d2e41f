import type { DatabaseName } from "#db/databases";
import { keyRefused } from "#doctor/ask";
import { type Check, type Context, Found, fail } from "#doctor/check";
import { NotPermitted, type Outcome, runStatements } from "#doctor/hrana";
import { type Applied, schemaFindings } from "#doctor/schema";

const APPLIED = "SELECT hash, created_at FROM __drizzle_migrations ORDER BY created_at";
/** Needs the right to write, and changes no row. */
const WRITE_PROBE = ["BEGIN", "UPDATE __drizzle_migrations SET hash = hash WHERE 0", "ROLLBACK"];

const NO_TABLE = /no such table/;
/** Another connection writes at the moment, which says nothing about the token. */
const BUSY = /busy|locked/i;

const refused = (name: DatabaseName) =>
  fail({
    code: "database.refused",
    where: `${name} database`,
    problem: "The database refuses to read, for example because a quota is exhausted.",
    action: "Check the database in the console of its provider.",
  });

/** Returns the applied migrations; none if the database has no tables. */
const appliedIn = (name: DatabaseName, outcome: Outcome | undefined): Applied => {
  if (outcome && "rows" in outcome)
    return new Map(outcome.rows.map(([hash = "", atMs]) => [Number(atMs), hash]));
  if (outcome && NO_TABLE.test(outcome.refusal)) return new Map();
  throw new Found(refused(name));
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

/** Returns whether the token may write. A token that has just read and is refused now may only read. */
const mayWrite = async (context: Context, prefix: string) => {
  try {
    const [, probe] = await runStatements(context, prefix, WRITE_PROBE);
    if (!probe || "rows" in probe) return true;
    return NO_TABLE.test(probe.refusal) || BUSY.test(probe.refusal);
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
      const [migrations, keys] = await runStatements(context, prefix, statements).catch((err) => {
        throw err instanceof NotPermitted ? keyRefused("database", `${prefix}_TOKEN`) : err;
      });
      const applied = appliedIn(name, migrations);
      const areKeysOn = keys && "rows" in keys && keys.rows[0]?.[0] === "1";
      return [
        ...schemaFindings(name, applied),
        ...(areKeysOn ? [] : [foreignKeysOff(name)]),
        ...((await mayWrite(context, prefix)) ? [] : [readOnly(`${prefix}_TOKEN`)]),
      ];
    },
  };
};
