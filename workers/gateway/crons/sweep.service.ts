import { BINDINGS } from "#gateway/bindings.rules";
import type { Binding, Services } from "#gateway/env";
import { currentTrace } from "#kernel/call";
import { log } from "#kernel/log";

/** Sweeps every Worker. A failing sweep does not stop the others. */
export const sweepAll = async (services: Services) => {
  const sweep = async (binding: Binding) => {
    try {
      const counts = await services[binding].sweep(currentTrace());
      if (Object.values(counts).some((count) => count > 0))
        log.info("sweep.done", { binding, ...counts });
    } catch (err) {
      log.error("sweep.failed", { binding, error: err });
    }
  };
  await Promise.all(BINDINGS.map(sweep));
};
