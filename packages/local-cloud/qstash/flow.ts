import type { FlowLimits } from "./instructions";

interface Flow {
  /** The limits that the last message of the key brought. */
  limits: FlowLimits;
  running: number;
  /** Messages started in the current period. */
  count: number;
  periodStart: number;
}

/**
 * Flow-control keys: how many of their messages may run at once, and how many may start in a period.
 * A message brings its limits along, so nothing is kept on disk.
 */
export class FlowControl {
  readonly #flows = new Map<string, Flow>();

  #flow(limits: FlowLimits): Flow {
    const flow = this.#flows.get(limits.key) ?? { limits, running: 0, count: 0, periodStart: 0 };
    flow.limits = limits;
    this.#flows.set(limits.key, flow);
    return flow;
  }

  /** Whether one more message with these limits may start now. */
  hasRoom(limits: FlowLimits, now: number) {
    const { running, count, periodStart } = this.#flow(limits);
    const { parallelism = Number.POSITIVE_INFINITY, rate = Number.POSITIVE_INFINITY } = limits;
    const used = now < periodStart + limits.periodMs ? count : 0;
    return running < parallelism && used < rate;
  }

  started(limits: FlowLimits, now: number) {
    const flow = this.#flow(limits);
    flow.running += 1;
    if (now >= flow.periodStart + limits.periodMs)
      Object.assign(flow, { periodStart: now, count: 0 });
    flow.count += 1;
  }

  finished(limits: FlowLimits) {
    this.#flow(limits).running -= 1;
  }

  /** When the next used-up period ends. */
  nextOpening(now: number) {
    const ends = [...this.#flows.values()]
      .filter(({ limits: { rate }, count }) => rate !== undefined && count >= rate)
      .map(({ limits, periodStart }) => periodStart + limits.periodMs)
      .filter((end) => end > now);
    return ends.length > 0 ? Math.min(...ends) : undefined;
  }
}
