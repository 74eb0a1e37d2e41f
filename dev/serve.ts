import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { onOrphaned } from "./ancestry";
import { ensureInstalled, ROOT } from "./install";
import type { Shop } from "./shop";

/**
 * `bun run serve`: the shop of `bun run dev` on the production runtime: minified bundles on bare
 * workerd, without the development proxy and without reloading. Ctrl-C ends everything it started;
 * the state stays in .bodega, which both share, until `--fresh` empties it.
 */
const FOLDER = resolve(ROOT, process.env.BODEGA_FOLDER ?? ".bodega");

const fail = (err: unknown): never => {
  console.error(`\nThe shop could not start. ${err instanceof Error ? err.message : err}\n`);
  process.exit(1);
};

const main = async () => {
  await ensureInstalled();
  // Only now may anything be imported that needs a package.
  const [{ portsFrom }, { startServedShop }, { startConsole }, { banner }, { seedShop }] =
    await Promise.all([
      import("./ports"),
      import("./workerd/shop"),
      import("./console"),
      import("./banner"),
      import("#db/seed"),
    ]);
  const ports = portsFrom(process.env);
  if (process.argv.includes("--fresh")) rmSync(FOLDER, { recursive: true, force: true });

  const seed = (variables: Record<string, string>) => seedShop(variables, console.log);
  const starting = startServedShop({ folder: FOLDER, ports, print: console.log, seed });
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    const started = await starting.catch(() => undefined);
    await started?.stop();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0));
  onOrphaned(() => void end(0));

  const shop = await starting.catch((err) => (ending ? undefined : fail(err)));
  if (!shop || ending) return;
  const { url, clouds } = shop;
  // The console asks the clouds by their addresses alone.
  startConsole({ url, clouds: { urls: clouds.urls } } as Shop, ports.console);
  console.log(banner(ports));
  await shop.exited;
  await end(1);
};

main().catch(fail);
