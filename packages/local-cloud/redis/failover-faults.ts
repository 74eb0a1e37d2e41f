import type { FaultSwitches } from "#cloud/frame/faults";
import { type Command, keysOf } from "./command";
import type { Engine, KeyImage } from "./engine";

interface Undo {
  at: number;
  before: KeyImage[];
}

/** The time for which states are kept, longer than the writes that any failover loses. */
const RECORD_TTL_MS = 120_000;
const DEFAULT_MS = 1_000;

const FLUSHES = new Set(["FLUSHDB", "FLUSHALL"]);

/**
 * Simulates a failover that loses the last writes. While a `forget` rule exists, each call first records the
 * state of its keys. When the rule fires, the keys return to their state of `ms` ago, and the call runs after
 * that. Writes from before the rule are never lost.
 */
export const failoverFaults = (engine: Engine, faults: FaultSwitches) => {
  let log: Undo[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  const armed = () => faults.report().rules.some(({ kind }) => kind === "forget");

  const record = async (commands: Command[]) => {
    const flushed = commands.some(([name]) => FLUSHES.has(name));
    const keys = flushed ? await engine.allKeys() : [...new Set(commands.flatMap(keysOf))];
    if (keys.length === 0) return;
    log = log.filter(({ at }) => at > performance.now() - RECORD_TTL_MS);
    log.push({ at: performance.now(), before: await engine.imageOf(keys) });
  };

  const undo = async (ms: number) => {
    const since = performance.now() - ms;
    for (const { before } of log.filter(({ at }) => at >= since).reverse()) {
      await engine.restore(before);
    }
    log = log.filter(({ at }) => at < since);
  };

  const runRecorded = async <Result>(
    call: { method: string; path: string },
    commands: Command[],
    work: () => Promise<Result>,
  ) => {
    const rule = faults.draw(["forget"], call);
    if (rule) await undo(rule.ms ?? DEFAULT_MS);
    await record(commands);
    return work();
  };

  /**
   * Runs a call. While a `forget` rule exists, calls run one after another, so that the recorded states are
   * correct.
   */
  return <Result>(
    call: { method: string; path: string },
    commands: Command[],
    work: () => Promise<Result>,
  ) => {
    if (!armed()) {
      log = [];
      return work();
    }
    const done = queue.then(() => runRecorded(call, commands, work));
    queue = done.catch(() => undefined);
    return done;
  };
};
