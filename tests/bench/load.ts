import { seededRandom } from "#cloud/random";
import type { SeedProduct } from "#workers/catalog/seed/seed.store";
import type { Scenario, Shopper } from "./scenarios";

export interface Run {
  url: string;
  seconds: number;
  clients: number;
  /** The prefix of each request's id, which identifies its calls in the journals. */
  tag: string;
}

export interface Measured {
  units: number;
  requests: number;
  errors: number;
  /** Descriptions of the first few failures. */
  errorSamples: string[];
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  counts: { orders: number; unitsSold: number };
}

const SAMPLES_MAX = 5;

const percentile = (sorted: Float64Array, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const newTally = () => ({
  requests: 0,
  errors: 0,
  errorSamples: [] as string[],
  latenciesMs: [] as number[],
  counts: { orders: 0, unitsSold: 0 },
});
type Tally = ReturnType<typeof newTally>;

/** Bun's own fetch, which keeps connections open: the cheapest client per request. */
const asker =
  ({ url, tag }: Run, tally: Tally): Shopper["ask"] =>
  async ({ method, path, expect, body, headers }) => {
    tally.requests += 1;
    const answer = await fetch(url + path, {
      method,
      headers: {
        "x-request-id": `${tag}-${tally.requests}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (answer.status === expect) return text;
    throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
  };

const runUnit = async (unit: () => Promise<void>, tally: Tally) => {
  const startedAt = performance.now();
  try {
    await unit();
    tally.latenciesMs.push(performance.now() - startedAt);
  } catch (err) {
    tally.errors += 1;
    if (tally.errorSamples.length < SAMPLES_MAX) tally.errorSamples.push(String(err));
  }
};

/**
 * A closed loop: each client starts its next unit when its last one is finished, until the time is
 * over.
 */
export const closedLoop = async (
  scenario: Scenario,
  products: readonly SeedProduct[],
  run: Run,
): Promise<Measured> => {
  const tally = newTally();
  const unit = scenario.begin(products);
  const shopper: Shopper = {
    ask: asker(run, tally),
    random: seededRandom(Bun.hash.crc32(run.tag)),
    products,
    count: (what, by) => {
      tally.counts[what] += by;
    },
  };
  const startedAt = performance.now();
  const client = async () => {
    while (performance.now() - startedAt < run.seconds * 1000)
      await runUnit(() => unit(shopper), tally);
  };
  await Promise.all(Array.from({ length: run.clients }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  const { latenciesMs, ...rest } = tally;
  const sorted = Float64Array.from(latenciesMs).sort();
  return {
    ...rest,
    units: sorted.length,
    seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
};
