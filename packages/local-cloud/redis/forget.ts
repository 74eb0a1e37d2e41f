import type { FaultSwitches } from "#cloud/frame/faults";
import { type Command, keysOf } from "./command";
import type { Engine, KeyImage } from "./engine";

interface Undo {
  at: number;
  before: KeyImage[];
}

/** Longer than any failover loses. */
const MEMORY_MS = 120_000;
const DEFAULT_MS = 1_000;

const WIPES = new Set(["FLUSHDB", "FLUSHALL"]);

/**
 * A failover that loses the last writes. While a `forget` rule is set, every call first notes how its
 * keys were; when the rule fires, the keys are put back to how they were `ms` ago, and only then is
 * the call carried out. Writes from before the rule was set are safe.
 */
export const forgetting = (engine: Engine, faults: FaultSwitches) => {
  let log: Undo[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  const armed = () => faults.report().rules.some(({ kind }) => kind === "forget");

  const note = async (commands: Command[]) => {
    const wiped = commands.some(([name]) => WIPES.has(name));
    const keys = wiped ? await engine.allKeys() : [...new Set(commands.flatMap(keysOf))];
    if (keys.length === 0) return;
    log = log.filter(({ at }) => at > performance.now() - MEMORY_MS);
    log.push({ at: performance.now(), before: await engine.imageOf(keys) });
  };

  const undo = async (ms: number) => {
    const since = performance.now() - ms;
    for (const { before } of log.filter(({ at }) => at >= since).reverse()) {
      await engine.restore(before);
    }
    log = log.filter(({ at }) => at < since);
  };

  const carefully = async <Result>(
    call: { method: string; path: string },
    commands: Command[],
    work: () => Promise<Result>,
  ) => {
    const rule = faults.draw(["forget"], call);
    if (rule) await undo(rule.ms ?? DEFAULT_MS);
    await note(commands);
    return work();
  };

  /** Carries out a call; one after another while writes can be forgotten, so that the notes are true. */
  return <Result>(
    call: { method: string; path: string },
    commands: Command[],
    work: () => Promise<Result>,
  ) => {
    if (!armed()) {
      log = [];
      return work();
    }
    const done = queue.then(() => carefully(call, commands, work));
    queue = done.catch(() => undefined);
    return done;
  };
};
