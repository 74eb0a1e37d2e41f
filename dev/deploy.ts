import { DATABASES } from "#db/databases";
import { migrateDatabase } from "#db/migrate";
import { ROOT, tool } from "#dev/install";
import { WORKER_CONFIGS } from "#dev/wrangler";

/**
 * `bun run deploy [--dry-run]`: migrates every database, then deploys the Workers,
 * those that are called before those that call. Wrangler itself refuses when a secret that
 * wrangler.toml requires is missing, and names it.
 */
const args = process.argv.slice(2);
const dryRun = args.includes("--dry-run");

/** Callees first: a service binding needs its Worker to exist. */
const ORDER = ["users", "payments", "orders", "catalog", "cart", "notifications"];
const configs = [
  ...ORDER.map((name) => `workers/${name}/wrangler.toml`),
  ...WORKER_CONFIGS.filter((path) => path === "wrangler.toml"),
];

const addressOf = (database: string) => {
  const url = process.env[`${database.toUpperCase()}_DB_URL`];
  const token = process.env[`${database.toUpperCase()}_DB_TOKEN`];
  if (url && token) return { url, token };
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
  const child = Bun.spawn(
    [
      tool("node"),
      `${ROOT}/node_modules/wrangler/bin/wrangler.js`,
      "deploy",
      "--minify",
      "-c",
      path,
      ...args,
    ],
    {
      cwd: ROOT,
      stdio: ["inherit", "inherit", "inherit"],
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    },
  );
  if ((await child.exited) !== 0) throw new Error(`${path} was not deployed; see above.`);
};

try {
  if (!dryRun) await migrateAll();
  for (const path of configs) await deploy(path);
} catch (err) {
  console.error(err instanceof Error ? err.message : err);
  process.exit(1);
}
