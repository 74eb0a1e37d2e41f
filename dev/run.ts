import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { onOrphaned } from "./ancestry";
import { ensureInstalled, ROOT } from "./install";

/**
 * `bun run dev [--fresh]`: the whole shop on this machine. Ctrl-C ends everything it started; the
 * state stays in .bodega until `--fresh` empties it.
 */
const FOLDER = resolve(ROOT, process.env.BODEGA_FOLDER ?? ".bodega");
const SWEEP_EVERY_MS = 60_000;

const fail = (err: unknown): never => {
  const message = err instanceof Error ? err.message : String(err);
  console.error(`\nThe shop could not start. ${message}\n`);
  process.exit(1);
};

/** Wrangler fires no cron in development, so this does. */
const sweepEveryMinute = (url: string) =>
  setInterval(() => {
    fetch(`${url}/cdn-cgi/handler/scheduled`).catch(() => undefined);
  }, SWEEP_EVERY_MS);

const main = async () => {
  await ensureInstalled();
  // Only now may anything be imported that needs a package.
  const [{ portsFrom }, { startShop }, { startConsole }, { banner }] = await Promise.all([
    import("./ports"),
    import("./shop"),
    import("./console"),
    import("./banner"),
  ]);
  const ports = portsFrom(process.env);
  if (process.argv.includes("--fresh")) rmSync(FOLDER, { recursive: true, force: true });

  const starting = startShop({ folder: FOLDER, ports, print: console.log });
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    const started = await starting.catch(() => undefined);
    await started?.stop();
    process.exit(code);
  };
  process.on("SIGINT", () => void end(0));
  process.on("SIGTERM", () => void end(0));
  process.on("SIGHUP", () => void end(0));
  onOrphaned(() => void end(0));

  const shop = await starting.catch((err) => (ending ? undefined : fail(err)));
  if (!shop || ending) return;
  startConsole(shop, ports.console);
  sweepEveryMinute(shop.url);
  console.log(banner(ports));
  await shop.exited;
  await end(1);
};

main().catch(fail);
