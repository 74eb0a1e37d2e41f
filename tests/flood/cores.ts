import { cpus } from "node:os";
import { cpuMsOf } from "#tests/bench/cpu";

/** Returns the milliseconds that the machine's cores have worked so far. */
const busyMs = () =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);

/** The cores used by each of some processes, and by all other programs. */
export interface Cores {
  used: Record<string, number>;
  others: number;
  ofMachine: number;
}

/**
 * Starts to measure the cores that each process and all other programs use. Call the result at the
 * end, while all of them run. The processes are children of this one.
 */
export const coreMeter = (pids: Readonly<Record<string, number>>) => {
  const read = () =>
    new Map(Object.entries(pids).map(([name, pid]) => [name, cpuMsOf(pid) ?? 0] as const));
  /** This process and its children. */
  const ownMs = () => cpuMsOf(process.pid) ?? 0;
  const [before, ownBefore, busyBefore] = [read(), ownMs(), busyMs()];
  const startedAt = performance.now();
  return (): Cores => {
    const tookMs = performance.now() - startedAt;
    const used = Object.fromEntries(
      [...read()].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / tookMs]),
    );
    const othersMs = busyMs() - busyBefore - (ownMs() - ownBefore);
    return { used, others: Math.max(0, othersMs / tookMs), ofMachine: cpus().length };
  };
};
