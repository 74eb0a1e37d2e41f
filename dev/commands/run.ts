import { rmSync } from "node:fs";
import { ensureInstalled, STATE_FOLDER } from "#dev/install";
import { fail, keepOpen } from "#dev/keep-open";

/**
 * `bun run dev [--fresh]`: runs the whole shop on this machine. Ctrl-C ends it; the state stays in
 * .bodega until `--fresh` empties it.
 */
const SWEEP_EVERY_MS = 60_000;

/** Fires the cron, because wrangler fires none in development. */
const sweepEveryMinute = (url: string) =>
  setInterval(() => {
    fetch(`${url}/cdn-cgi/handler/scheduled`).catch(() => undefined);
  }, SWEEP_EVERY_MS);

const main = async () => {
  await ensureInstalled();
  // From here on packages may be imported.
  const [{ portsFrom }, { startShop }, { startConsole }, { banner }] = await Promise.all([
    import("#dev/ports"),
    import("#dev/shop"),
    import("#dev/console"),
    import("#dev/banner"),
  ]);
  const ports = portsFrom(process.env);
  if (process.argv.includes("--fresh")) rmSync(STATE_FOLDER, { recursive: true, force: true });

  const shown = await startConsole(ports.console);
  const starting = startShop({
    ...{ folder: STATE_FOLDER, ports, print: console.log },
    seeding: { showcase: true },
  });
  await keepOpen(starting, ({ url, clouds, variables }) => {
    shown.show({ url, cloudUrls: clouds.urls });
    sweepEveryMinute(url);
    console.log(banner(ports, variables));
  });
};

main().catch(fail);
