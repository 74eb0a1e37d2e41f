import { rmSync } from "node:fs";
import { ensureInstalled, STATE_FOLDER } from "#dev/install";
import { fail, keepOpen } from "#dev/keep-open";

/**
 * `bun run serve`: runs the shop of `bun run dev` on the production runtime, as minified bundles on
 * workerd without the development proxy and without reloading. Ctrl-C ends it; the state stays in
 * .bodega, shared with `bun run dev`, until `--fresh` empties it.
 */
const main = async () => {
  await ensureInstalled();
  // From here on packages may be imported.
  const [{ portsFrom }, { startServedShop }, { startConsole }, { banner }, { seedShop }] =
    await Promise.all([
      import("#dev/ports"),
      import("#dev/workerd/shop"),
      import("#dev/console"),
      import("#dev/banner"),
      import("#dev/seed"),
    ]);
  const ports = portsFrom(process.env);
  if (process.argv.includes("--fresh")) rmSync(STATE_FOLDER, { recursive: true, force: true });

  const seed = (variables: Record<string, string>) =>
    seedShop(variables, console.log, { showcase: true });
  const shown = await startConsole(ports.console);
  const starting = startServedShop({ folder: STATE_FOLDER, ports, print: console.log, seed });
  await keepOpen(starting, ({ url, clouds, variables }) => {
    shown.show({ url, cloudUrls: clouds.urls });
    console.log(banner(ports, variables));
  });
};

main().catch(fail);
