import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 1000;

/** The parent of a process, where the system has /proc; undefined elsewhere, or when it is gone. */
const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
};

const ancestors = () => {
  const parent = parentOf(process.pid);
  return `${parent} ${parent === undefined ? undefined : parentOf(parent)}`;
};

/**
 * Calls back when whoever started this process is gone without a word: a killed `npx` takes the shell
 * between us with it, but tells nobody.
 */
export const onOrphaned = (end: () => void) => {
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
};
