import type { FlowLimits } from "./instructions";

interface Flow {
  /** The limits in the latest message with this key. */
  limits: FlowLimits;
  running: number;
  /** The number of messages that started in the current period. */
  count: number;
  periodStart: number;
}

/**
 * Limits how many messages of a flow-control key run at once and start per period. Each message contains its
 * limits, so they are not stored.
 */
export class FlowControl {
  readonly #flows = new Map<string, Flow>();

  #flow(limits: FlowLimits): Flow {
    const flow = this.#flows.get(limits.key) ?? { limits, running: 0, count: 0, periodStart: 0 };
    flow.limits = limits;
    this.#flows.set(limits.key, flow);
    return flow;
  }

  /** Returns whether one more message with these limits may start now. */
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

  /** Returns the end of the next exhausted period. */
  nextOpening(now: number) {
    const ends = [...this.#flows.values()]
      .filter(({ limits: { rate }, count }) => rate !== undefined && count >= rate)
      .map(({ limits, periodStart }) => periodStart + limits.periodMs)
      .filter((end) => end > now);
    return ends.length > 0 ? Math.min(...ends) : undefined;
  }
}
