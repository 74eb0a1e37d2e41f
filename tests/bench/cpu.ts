import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second on every machine. */
const TICK_MS = 10;

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number),
  );

const ownMs = (pid: number) => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may contain spaces. User and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

/**
 * Returns the CPU time of a process and its children so far; null where the system has no /proc.
 */
export const cpuMsOf = (pid: number): number | null => {
  try {
    return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + ownMs(each), 0);
  } catch {
    return null;
  }
};

/** Returns the CPU time of each process between two readings, per unit, in milliseconds. */
export const cpuMeter = (pids: Record<string, number>) => {
  const read = () => Object.entries(pids).map(([name, pid]) => [name, cpuMsOf(pid)] as const);
  const before = new Map(read());
  return (units: number): Record<string, number> =>
    Object.fromEntries(
      read().flatMap(([name, now]) => {
        const then = before.get(name);
        return now === null || then === null || then === undefined
          ? []
          : [[name, (now - then) / units]];
      }),
    );
};
