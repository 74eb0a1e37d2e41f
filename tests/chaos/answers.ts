import { BUDGET_MS } from "./client";
import type { Exchange } from "./journal";

/** How many of all had a definite answer in time. */
export interface Share {
  inTime: number;
  all: number;
}

const isInTime = ({ answer }: Exchange) => answer !== null && answer.afterMs <= BUDGET_MS;

/** Returns how many requests of buyers were answered in 30 seconds, and for how many buyers all were. */
export const answersInTime = (exchanges: readonly Exchange[]) => {
  const asked = exchanges.filter(({ actor }) => actor.startsWith("buyer-"));
  const byBuyer = [...Map.groupBy(asked, ({ actor }) => actor).values()];
  return {
    requests: { inTime: asked.filter(isInTime).length, all: asked.length },
    buyers: { inTime: byBuyer.filter((own) => own.every(isInTime)).length, all: byBuyer.length },
  };
};
