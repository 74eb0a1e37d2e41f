import { ensureAssets } from "#api/assets";
import { addressIn, DATABASES, type DatabaseName } from "#db/databases";
import { migrateDatabase } from "#db/migrate";
import { ROOT } from "#dev/install";
import { wranglerCommand } from "#dev/wrangler";

/**
 * `bun run deploy [--dry-run]`: migrates every database, then deploys the Workers, callees first.
 * Wrangler refuses a Worker without a secret that its wrangler.toml requires, and names the secret.
 */
const args = process.argv.slice(2);
const dryRun = args.includes("--dry-run");

/** Callees first: a service binding requires that its Worker exists. */
const ORDER = [
  "settings",
  "receipts",
  "payments",
  "orders",
  "catalog",
  "users",
  "cart",
  "notifications",
];
const configs = [...ORDER.map((name) => `workers/${name}/wrangler.toml`), "wrangler.toml"];

const addressOf = (database: DatabaseName) => {
  const address = addressIn(process.env, database);
  if (address.url && address.token) return address;
  throw new Error(
    `${database.toUpperCase()}_DB_URL and ${database.toUpperCase()}_DB_TOKEN must be in the environment: the migrations run before the Workers are deployed.`,
  );
};

const migrateAll = async () => {
  const addresses = DATABASES.map((name) => ({ name, address: addressOf(name) }));
  for (const { name, address } of addresses) {
    await migrateDatabase(name, address);
    console.log(`✓ ${name} is migrated`);
  }
};

const deploy = async (path: string) => {
  const child = Bun.spawn(wranglerCommand("deploy", "--minify", "-c", path, ...args), {
    cwd: ROOT,
    stdio: ["inherit", "inherit", "inherit"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  if ((await child.exited) !== 0) throw new Error(`${path} was not deployed; see above.`);
};

try {
  if (!dryRun) await migrateAll();
  await ensureAssets();
  for (const path of configs) await deploy(path);
} catch (err) {
  console.error(err instanceof Error ? err.message : err);
  process.exit(1);
}
