import { BINDINGS } from "#gateway/bindings.rules";
import type { Binding, Services } from "#gateway/env";
import { sharedReading } from "#gateway/registry/shared-reading.service";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { Gauge } from "#kernel/sight/gauges";

/** How long a result is shared, so that no number of requests reads a database more often. */
const FRESH_MS = 10_000;

interface Dependencies {
  services: Services;
  clock: Clock;
}

const upOf = (binding: Binding, value: 0 | 1): Gauge => ({
  name: "bodega_up",
  labels: { worker: binding.toLowerCase() },
  value,
});

/** Reads the gauges of every Worker. A Worker that does not answer is down, and the others still count. */
export const metrics = ({ services, clock }: Dependencies) => {
  const gaugesOf = async (binding: Binding): Promise<Gauge[]> => {
    try {
      const gauges = await services[binding].metrics(currentTrace());
      return [upOf(binding, 1), ...gauges];
    } catch (err) {
      log.warn("metrics.failed", { binding, error: err });
      return [upOf(binding, 0)];
    }
  };
  const reading = sharedReading({
    ask: async () => (await Promise.all(BINDINGS.map(gaugesOf))).flat(),
    freshMs: FRESH_MS,
    clock,
  });
  return async () => (await reading()) ?? BINDINGS.map((binding) => upOf(binding, 0));
};
export type Metrics = ReturnType<typeof metrics>;
