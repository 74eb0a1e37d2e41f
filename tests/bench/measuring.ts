import { cpuMeter } from "./cpu";
import type { Generator } from "./generator.process";
import { callCounter, type Journals } from "./journals";
import { KDF_SCENARIOS, type KdfCost } from "./kdfs";
import type { Measured } from "./load";
import type { Options } from "./options";
import type { Progress } from "./progress";
import type { Result, Yardstick } from "./result";
import { BARE, type Scenario } from "./scenarios";

interface Alone {
  url: string;
  pid: number;
}

interface Dependencies {
  options: Options;
  generator: Generator;
  journals: Journals;
  progress: Progress;
  shopUrl: string;
  /** Workers without the rest of the shop. */
  bare: Alone;
  kdf: Alone;
  /** Processes whose CPU time is counted. */
  pids: Record<string, number>;
}

/** Journals keep their last 50,000 calls. This interval is short enough to miss none. */
const READ_EVERY_MS = 4000;
const TICK_MS = 100;
/** Long enough for the runtime to compile hot code. */
const WARM_UP_SHARE = 0.5;
const ALONE_SHARE = 0.4;

/** Repeats a function until a promise is settled, and then once more. */
const meanwhile = async <T>(
  work: Promise<T>,
  everyMs: number,
  repeat: () => unknown,
): Promise<T> => {
  let settled = false;
  const done = work.finally(() => {
    settled = true;
  });
  done.catch(() => undefined);
  while (!settled) {
    await repeat();
    await Promise.race([done.catch(() => undefined), Bun.sleep(everyMs)]);
  }
  await repeat();
  return done;
};

/** How to measure one scenario, and the bare Worker beside it. */
export const measuring = (deps: Dependencies) => {
  const { options, generator, journals, progress, pids } = deps;
  const { seconds, clients } = options;
  let runs = 0;

  const run = (scenario: Scenario, url: string, share: number, tag: string): Promise<Measured> => {
    const startedAt = performance.now();
    const ms = seconds * share * 1000;
    const { name, clientsMax = clients } = scenario;
    const atOnce = Math.min(clients, clientsMax);
    const order = { scenario: name, url, clients: atOnce, tag, seconds: seconds * share };
    const show = () => progress.show(scenario.title, (performance.now() - startedAt) / ms);
    return meanwhile(generator.run(order), TICK_MS, show);
  };

  const newTag = (name: string) => {
    runs += 1;
    return `bench-${name}-${runs}`;
  };

  const alone = async (scenario: Scenario, { url, pid }: Alone): Promise<Yardstick> => {
    const cpu = cpuMeter({ alone: pid });
    const { units, seconds } = await run(scenario, url, ALONE_SHARE, newTag(scenario.name));
    return { perSecond: units / seconds, cpuMs: cpu(units).alone ?? null };
  };

  return {
    /** Measures the bare Worker. */
    bare: () => alone(BARE, deps.bare),

    /** Measures the cost of each KDF, after one run to warm up. */
    async kdfs(): Promise<KdfCost[]> {
      const costs: KdfCost[] = [];
      for (const { cost, ...scenario } of KDF_SCENARIOS) {
        await alone(scenario, deps.kdf);
        costs.push({ name: scenario.name, cost, ...(await alone(scenario, deps.kdf)) });
      }
      return costs;
    },

    warmUp: (scenario: Scenario) =>
      run(scenario, deps.shopUrl, WARM_UP_SHARE, newTag(`${scenario.name}-warm`)),

    /** `settle` waits for work that units started. It is counted, but is not part of the rate. */
    async measure(scenario: Scenario, settle: (measured: Measured) => Promise<void>) {
      const tag = newTag(scenario.name);
      const counter = callCounter(tag);
      await journals.readOn();
      const cpu = cpuMeter(pids);
      const count = async () => counter.add(await journals.readOn());
      const measured = await meanwhile(run(scenario, deps.shopUrl, 1, tag), READ_EVERY_MS, count);
      await settle(measured);
      await count();
      const { units, requests, counts, ...rest } = measured;
      const result: Omit<Result, "bare" | "ofBare"> = {
        name: scenario.name,
        title: scenario.title,
        unit: scenario.unit,
        units,
        ...rest,
        unitsPerSecond: units / rest.seconds,
        requestsPerSecond: requests / rest.seconds,
        target: scenario.target,
        upstream: counter.result(units, requests),
        cpuMsPerUnit: cpu(units),
      };
      return result;
    },
  };
};
