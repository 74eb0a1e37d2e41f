import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedShop } from "#dev/seed";
import { startServedShop } from "#dev/workerd/shop";
import { freePorts } from "#tests/free-ports";
import { clientOf, cloudsAt } from "#tests/system";

export const BOOT_MS = 120_000;
/** Longer than any test needs, because a timeout would stop the shop for later tests. */
export const PATIENCE_MS = 60_000;

/** Starts the whole seeded shop on the production runtime with an empty state. */
export const startServed = async () => {
  const folder = mkdtempSync(join(tmpdir(), "bodega-security-"));
  const lines: string[] = [];
  const shop = await startServedShop({
    folder,
    ports: freePorts(),
    print: (line) => void lines.push(line),
    seed: (variables) => seedShop(variables, () => undefined),
  });

  return {
    ...cloudsAt(shop.clouds.urls),
    url: shop.url,
    cloudUrls: shop.clouds.urls,
    /** The origin of the shop's own pages. */
    origin: new URL(shop.variables.PUBLIC_URL ?? "").origin,
    variables: shop.variables,
    ask: clientOf(shop.url),
    /** What the Workers have logged. */
    lines,
    sweep: shop.workers.fireCron,
    async stop() {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type ServedShop = Awaited<ReturnType<typeof startServed>>;
