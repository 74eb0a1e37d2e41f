import type { Database } from "bun:sqlite";
import type { FlowLimits } from "./instructions";

interface FlowRow {
  flowControlKey: string;
  parallelism: number | null;
  rate: number | null;
  periodMs: number;
  isPaused: number;
  isPinnedParallelism: number;
  isPinnedRate: number;
}

interface Flow extends FlowRow {
  running: number;
  /** Messages started in the current period. */
  count: number;
  periodStart: number;
}

export interface Pin {
  parallelism?: number | undefined;
  rate?: number | undefined;
  periodMs?: number | undefined;
}

const SAVE = `INSERT OR REPLACE INTO flows (flowControlKey, parallelism, rate, periodMs, isPaused,
  isPinnedParallelism, isPinnedRate) VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** Flow-control keys: how many of their messages may run at once, and how many may start in a period. */
export class FlowControl {
  readonly #db: Database;
  readonly #flows = new Map<string, Flow>();

  constructor(db: Database) {
    this.#db = db;
    for (const row of db.query<FlowRow, []>("SELECT * FROM flows").all())
      this.#flows.set(row.flowControlKey, { ...row, running: 0, count: 0, periodStart: 0 });
  }

  #flow(key: string): Flow {
    const known = this.#flows.get(key);
    if (known) return known;
    const flow: Flow = {
      flowControlKey: key,
      parallelism: null,
      rate: null,
      periodMs: 1_000,
      isPaused: 0,
      isPinnedParallelism: 0,
      isPinnedRate: 0,
      running: 0,
      count: 0,
      periodStart: 0,
    };
    this.#flows.set(key, flow);
    return flow;
  }

  #change(key: string, change: Partial<Flow>) {
    const flow = Object.assign(this.#flow(key), change);
    this.#db
      .query(SAVE)
      .run(
        key,
        flow.parallelism,
        flow.rate,
        flow.periodMs,
        flow.isPaused,
        flow.isPinnedParallelism,
        flow.isPinnedRate,
      );
  }

  /** A new message brings the limits of its key; pinned ones stay. */
  configure({ key, parallelism = undefined, rate = undefined, periodMs }: FlowLimits) {
    const flow = this.#flow(key);
    const wanted: Partial<Flow> = {};
    if (!flow.isPinnedParallelism) wanted.parallelism = parallelism ?? null;
    if (!flow.isPinnedRate) Object.assign(wanted, { rate: rate ?? null, periodMs });
    const entries = Object.entries(wanted) as [keyof Flow, unknown][];
    if (entries.some(([name, value]) => flow[name] !== value)) this.#change(key, wanted);
  }

  /** How many messages of the key may start now. */
  capacity(key: string, now: number) {
    const flow = this.#flow(key);
    if (flow.isPaused) return 0;
    const parallel = (flow.parallelism ?? Number.POSITIVE_INFINITY) - flow.running;
    if (flow.rate === null) return parallel;
    const used = now < flow.periodStart + flow.periodMs ? flow.count : 0;
    return Math.min(parallel, flow.rate - used);
  }

  started(key: string, now: number) {
    const flow = this.#flow(key);
    flow.running += 1;
    if (now >= flow.periodStart + flow.periodMs)
      Object.assign(flow, { periodStart: now, count: 0 });
    flow.count += 1;
  }

  finished(key: string) {
    this.#flow(key).running -= 1;
  }

  /** When the next used-up period ends. */
  nextOpening(now: number) {
    const ends = [...this.#flows.values()]
      .filter(({ rate, count }) => rate !== null && count >= rate)
      .map(({ periodStart, periodMs }) => periodStart + periodMs)
      .filter((end) => end > now);
    return ends.length > 0 ? Math.min(...ends) : undefined;
  }

  pause(key: string, paused: boolean) {
    this.#change(key, { isPaused: paused ? 1 : 0 });
  }

  pin(key: string, { parallelism, rate, periodMs }: Pin) {
    if (parallelism !== undefined) this.#change(key, { parallelism, isPinnedParallelism: 1 });
    if (rate !== undefined)
      this.#change(key, { rate, isPinnedRate: 1, periodMs: periodMs ?? this.#flow(key).periodMs });
    this.resetRate(key, 0);
  }

  unpin(key: string, { parallelism, rate }: { parallelism: boolean; rate: boolean }) {
    if (parallelism) this.#change(key, { isPinnedParallelism: 0 });
    if (rate) this.#change(key, { isPinnedRate: 0 });
  }

  resetRate(key: string, now: number) {
    Object.assign(this.#flow(key), { count: 0, periodStart: now });
  }

  keys = () => [...this.#flows.keys()];

  report(key: string, waitListSize: number) {
    const flow = this.#flows.get(key);
    if (!flow) return undefined;
    return {
      flowControlKey: key,
      waitListSize,
      parallelismMax: flow.parallelism ?? 0,
      parallelismCount: flow.running,
      rateMax: flow.rate ?? 0,
      rateCount: flow.count,
      ratePeriod: flow.periodMs / 1_000,
      ratePeriodStart: Math.floor(flow.periodStart / 1_000),
      isPaused: flow.isPaused === 1,
      isPinnedParallelism: flow.isPinnedParallelism === 1,
      isPinnedRate: flow.isPinnedRate === 1,
    };
  }
}
