import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 1000;

/** Returns the parent of a process, or undefined if it has ended or the system has no /proc. */
const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
};

const nameOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
};

const above = (pid: number | undefined) => (pid === undefined ? undefined : parentOf(pid));

/**
 * Returns `bun run` and its caller. Under `npx` the caller is one step higher, because of a shell
 * in between.
 */
const ancestors = () => {
  const parent = above(process.pid);
  const caller = above(parent);
  const starter = above(caller);
  const isNpx = starter !== undefined && nameOf(starter).startsWith("npm");
  return [parent, caller, isNpx ? starter : "none"].join(" ");
};

/**
 * Calls back when the process that started this one has ended without a signal. A killed `npx`
 * sends none, and may leave its shell running.
 */
export const onOrphaned = (end: () => void) => {
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
};
