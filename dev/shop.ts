import { migrateAll } from "#db/migrate";
import { runningClouds, startClouds } from "#dev/clouds";
import { ensureFree, type Ports, portsFrom } from "#dev/ports";
import { type Seeding, seedShop } from "#dev/seed";
import { workerVariables } from "#dev/variables";
import { startWorkers } from "#dev/wrangler";

export interface ShopOptions {
  /** Keeps all state, such as `.bodega`. */
  folder: string;
  ports: Ports;
  print(line: string): void;
  seeding?: Seeding;
  /** Replace variables of the development shop, such as its currency. */
  variables?: Record<string, string>;
}

const urlOf = (publicPort: number) => `http://localhost:${publicPort}`;

/** Runs work with the clouds of a running shop, or starts its own for the duration of the work. */
export const withClouds = async (
  folder: string,
  work: (variables: Record<string, string>) => Promise<void>,
) => {
  const ports = portsFrom(process.env);
  const running = await fetch(`http://127.0.0.1:${ports.libsql}/_dev/faults`).then(
    (answer) => answer.ok,
    () => false,
  );
  const clouds = running
    ? runningClouds(ports)
    : await startClouds({ folder: `${folder}/cloud`, ports });
  try {
    const variables = await workerVariables({
      publicUrl: urlOf(ports.shop),
      clouds: clouds.urls,
      folder,
    });
    await migrateAll(variables);
    await work(variables);
  } finally {
    await clouds.stop();
  }
};

/** The latency of a data centre in the same city. */
const CLOUD_LATENCY_MS = "3";

/** Starts the whole shop on this machine: clouds, databases, seed, Workers. */
export const startShop = async (options: ShopOptions) => {
  const { folder, ports, print, seeding } = options;
  await ensureFree("shop", ports.shop);
  process.env.BODEGA_CLOUD_LATENCY_MS ??= CLOUD_LATENCY_MS;
  const clouds = await startClouds({ folder: `${folder}/cloud`, ports });
  try {
    const publicUrl = urlOf(ports.shop);
    const variables = {
      ...(await workerVariables({ publicUrl, clouds: clouds.urls, folder })),
      ...options.variables,
    };
    await migrateAll(variables);
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
