import { join } from "node:path";
import type { FaultPlan } from "#cloud/faults";
import { migrateAll } from "#db/migrate";
import { VENDORS, type Vendor } from "#dev/clouds";
import { seedShop } from "#dev/seed";
import { workerVariables } from "#dev/variables";
import { startWorkerd, type Workerd } from "#dev/workerd";
import { startCloud } from "#dev/workerd/clouds";
import { ADDRESS_HEADER } from "#tests/flood/asking";
import { freePorts } from "#tests/free-ports";
import { faultsOf, lastingRules } from "./faults";
import type { Options } from "./options";

export type Victim = Vendor | "workers";

type Cloud = Awaited<ReturnType<typeof startCloud>>;

const RESTART_TRIES = 20;
const RESTART_PAUSE_MS = 100;

/** Starts a process again. Its port may be in use for a moment after a kill. */
export const untilStarted = async <T>(start: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (err) {
      if (tries >= RESTART_TRIES) throw err;
      await Bun.sleep(RESTART_PAUSE_MS);
    }
  }
};

const putFaults = async (url: string, plan: FaultPlan) => {
  const answer = await fetch(`${url}/_dev/faults`, { method: "PUT", body: JSON.stringify(plan) });
  if (!answer.ok) throw new Error(`The stand-in refuses the faults: ${await answer.text()}`);
};

const firedAt = async (url: string): Promise<number> => {
  const report = (await (await fetch(`${url}/_dev/faults`)).json()) as {
    rules: { fired: number }[];
  };
  return report.rules.reduce((sum, { fired }) => sum + fired, 0);
};

/** The processes of the stand-ins, which can be killed and get their faults again at each start. */
const shakenClouds = async (folder: string, options: Options) => {
  const ports = freePorts();
  const running = new Map<Vendor, Cloud>();
  const starts = new Map<Vendor, number>();
  let faulty = false;
  let fired = 0;

  const urlOf = (vendor: Vendor) => `http://127.0.0.1:${ports[vendor]}`;
  const setRules = (vendor: Vendor) => {
    const plan = faultsOf(vendor, starts.get(vendor) ?? 0, options);
    const rules = faulty ? plan.rules : lastingRules(vendor, options);
    return putFaults(urlOf(vendor), { ...plan, rules });
  };
  const start = async (vendor: Vendor) => {
    starts.set(vendor, (starts.get(vendor) ?? 0) + 1);
    running.set(
      vendor,
      await untilStarted(() => startCloud(vendor, folder, ports, { quiet: true })),
    );
    await setRules(vendor);
  };
  const each = <T>(work: (vendor: Vendor) => Promise<T>) => Promise.all(VENDORS.map(work));
  const count = async (vendor: Vendor) => {
    const more = await firedAt(urlOf(vendor)).catch(() => 0);
    fired += more;
  };

  await each(start);
  return {
    ports,
    urls: Object.fromEntries(VENDORS.map((name) => [name, urlOf(name)])) as Record<Vendor, string>,
    async kill(vendor: Vendor) {
      await count(vendor);
      const cloud = running.get(vendor);
      if (cloud) process.kill(cloud.pid, "SIGKILL");
      await start(vendor);
    },
    async breakDown() {
      faulty = true;
      await each(setRules);
    },
    async heal() {
      await each(count);
      faulty = false;
      await each(setRules);
    },
    faultCount: () => fired,
    stop: () => Promise.all([...running.values()].map((cloud) => cloud.stop())),
  };
};

interface Boot {
  folder: string;
  options: Options;
  print(line: string): void;
}

/** Starts the seeded shop as `bun run serve` does, so that each of its processes can be killed. */
export const startShakenShop = async ({ folder, options, print }: Boot) => {
  const clouds = await shakenClouds(join(folder, "cloud"), options);
  try {
    const { shop: port } = clouds.ports;
    const url = `http://127.0.0.1:${port}`;
    const defaults = await workerVariables({ publicUrl: url, clouds: clouds.urls, folder });
    const variables = { ...defaults, CLIENT_IP_HEADER: ADDRESS_HEADER };
    await migrateAll(variables);
    await seedShop(variables, () => undefined);
    const first = await startWorkerd({ folder, port, variables, print });
    let workers: Omit<Workerd, "startAgain"> = first;
    const killWorkers = async () => {
      process.kill(workers.pid, "SIGKILL");
      await workers.exited;
      workers = await untilStarted(first.startAgain);
    };
    return {
      ...clouds,
      url,
      variables,
      databases: join(folder, "cloud", "libsql"),
      /** Ends a process without a chance to clean up, and starts it again. */
      kill: (victim: Victim) => (victim === "workers" ? killWorkers() : clouds.kill(victim)),
      fireCron: () => workers.fireCron(),
      async stop() {
        await workers.stop();
        await clouds.stop();
      },
    };
  } catch (err) {
    await clouds.stop();
    throw err;
  }
};
export type ShakenShop = Awaited<ReturnType<typeof startShakenShop>>;
