import { migrateAll } from "#db/migrate";
import { ensureFree, type Ports } from "#dev/ports";
import { workerVariables } from "#dev/variables";
import { startWorkerd } from "#dev/workerd";
import { startCloudProcesses } from "./clouds";

interface ServedShopOptions {
  /** Keeps all state, such as `.bodega`. */
  folder: string;
  ports: Ports;
  print(line: string): void;
  /** Fills the migrated databases before the Workers start. */
  seed(variables: Record<string, string>): Promise<void>;
  /** The port of V8's inspector, for profiles. */
  inspectorPort?: number;
}

const SWEEP_EVERY_MS = 60_000;

/**
 * Starts the shop on the production runtime, with each cloud's stand-in in a process of its own.
 */
export const startServedShop = async (options: ServedShopOptions) => {
  const { folder, ports, print, seed } = options;
  await ensureFree("shop", ports.shop);
  const clouds = await startCloudProcesses(`${folder}/cloud`, ports);
  try {
    const publicUrl = `http://localhost:${ports.shop}`;
    const variables = await workerVariables({ publicUrl, clouds: clouds.urls, folder });
    await migrateAll(variables);
    await seed(variables);
    const workers = await startWorkerd({ ...options, port: ports.shop, variables, print });
    const sweeping = setInterval(
      () => void workers.fireCron().catch(() => undefined),
      SWEEP_EVERY_MS,
    );
    const stop = async () => {
      clearInterval(sweeping);
      await workers.stop();
      await clouds.stop();
    };
    return { url: workers.url, clouds, variables, workers, stop, exited: workers.exited };
  } catch (err) {
    await clouds.stop();
    throw err;
  }
};
