import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "#dev/ports";
import { seedShop } from "#dev/seed";
import { startServedShop } from "#dev/workerd/shop";
import { clientOf, cloudsAt } from "#tests/system";

export const BOOT_MS = 120_000;
/** A test that runs out of time would end the shop of those after it. */
export const PATIENCE_MS = 60_000;

/** The whole seeded shop on the production runtime, with an empty state, for tests that ask a lot of it. */
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
    /** By which its own pages are known. */
    origin: new URL(shop.variables.PUBLIC_URL ?? "").origin,
    variables: shop.variables,
    ask: clientOf(shop.url),
    /** What the Workers logged so far. */
    lines,
    sweep: shop.workers.fireCron,
    async stop() {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type Served = Awaited<ReturnType<typeof startServed>>;
