import { DATABASES } from "#db/databases";

/**
 * `bun run db:generate [database] [name]`: writes the migration from a database's last migration to
 * its schema.ts. Review the SQL and commit it; never edit a landed migration.
 */
const only = process.argv[2];
const names = DATABASES.filter((name) => only === undefined || name === only);
if (names.length === 0) {
  console.error(`There is no database ${only}. Choose one of ${DATABASES.join(", ")}.`);
  process.exit(2);
}
for (const name of names) {
  const run = Bun.spawnSync(
    [
      "node_modules/.bin/drizzle-kit",
      "generate",
      "--config",
      "db/drizzle.config.ts",
      "--name",
      process.argv[3] ?? "init",
    ],
    { env: { ...process.env, DATABASE: name }, stdio: ["inherit", "inherit", "inherit"] },
  );
  if (run.exitCode !== 0) process.exit(run.exitCode);
}
