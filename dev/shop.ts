import { DATABASES } from "#db/databases";
import { migrateDatabase } from "#db/migrate";
import { type Seeding, seedShop } from "#db/seed";
import { DEV_TOKEN, startClouds } from "#dev/clouds";
import { claimPort, type Ports } from "#dev/ports";
import { workerVariables } from "#dev/variables";
import { startWorkers } from "#dev/wrangler";

export interface ShopOptions {
  /** Keeps all state, such as `.bodega`. */
  folder: string;
  ports: Ports;
  print(line: string): void;
  seeding?: Seeding;
}

/** Whether the port is free: wrangler would quietly take another. */
const ensureFree = (port: number) =>
  claimPort("shop", port, (number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: () => new Response() }).stop(true),
  );

/** Starts the whole shop on this machine: clouds, databases, seed, Workers. */
export const startShop = async ({ folder, ports, print, seeding }: ShopOptions) => {
  await ensureFree(ports.shop);
  const clouds = await startClouds({ folder: `${folder}/cloud`, ports });
  try {
    const publicUrl = `http://localhost:${ports.shop}`;
    const variables = await workerVariables({ publicUrl, clouds: clouds.urls, folder });
    for (const name of DATABASES) {
      await migrateDatabase(name, { url: `${clouds.urls.libsql}/${name}/`, token: DEV_TOKEN });
    }
    await seedShop(variables, print, seeding);
    const workers = await startWorkers({ port: ports.shop, variables, folder, print });
    const stop = async () => {
      await workers.stop();
      await clouds.stop();
    };
    return { url: workers.url, clouds, variables, exited: workers.exited, stop };
  } catch (err) {
    await clouds.stop();
    throw err;
  }
};
export type Shop = Awaited<ReturnType<typeof startShop>>;
