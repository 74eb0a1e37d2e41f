import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ROOT } from "#dev/install";
import { patch, patched } from "./patch";

const FOLDER = resolve(ROOT, "tests/chaos/planted");
/** The chaos run that must find a bug. */
const RUN = ["--orders", "60", "--kills", "4", "--seed", "1"];
const TITLES_MAX = 3;

/** A bug as a patch, with the promise that it breaks and the tests that hold this promise. */
export interface Planted {
  name: string;
  bug: string;
  /** Invariants of docs/decisions/0180-chaos-runs-kill-real-processes.md, each by its id. */
  breaks: string[];
  /** Paths of tests. */
  tests: string[];
  diff: string;
}

const HEAD =
  /^Bug: (?<bug>.+)\nBreaks: (?<breaks>.+)\nTests: (?<tests>.+)\n\n(?<diff>diff --git .+)/s;

/** Reads the head of a patch. Throws if it does not name the bug, the promises and the tests. */
const readPlanted = (file: string): Planted => {
  const { bug, breaks, tests, diff } = HEAD.exec(readFileSync(file, "utf8"))?.groups ?? {};
  if (!bug || !breaks || !tests || !diff)
    throw new Error(`${file} must begin with Bug:, Breaks: and Tests:`);
  const name = basename(file, ".patch");
  return { name, bug, breaks: breaks.split(" "), tests: tests.split(" "), diff };
};

/** Returns all planted bugs, or those with these names. */
export const plantedBugs = (names: readonly string[] = []) =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".patch"))
    .toSorted()
    .map((file) => readPlanted(join(FOLDER, file)))
    .filter(({ name }) => names.length === 0 || names.includes(name));

/** Returns why a patch does not fit the sources as they are; undefined if it fits. */
export const misfit = ({ diff }: Planted): string | undefined => {
  try {
    patched(diff, ROOT);
    return undefined;
  } catch (err) {
    return (err as Error).message;
  }
};

/** Runs a program, and returns its output and exit code. */
const run = async (cwd: string, command: readonly string[]) => {
  const child = Bun.spawn([...command], {
    cwd,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    env: { ...process.env, FORCE_COLOR: "0" },
  });
  const texts = [new Response(child.stdout).text(), new Response(child.stderr).text()];
  const [output, errors] = await Promise.all(texts);
  return { code: await child.exited, text: `${output}\n${errors}` };
};

/** Throws with the output of the program if it fails. */
const mustRun = async (cwd: string, command: readonly string[]) => {
  const { code, text } = await run(cwd, command);
  if (code !== 0) throw new Error(`${command.join(" ")}: ${text}`);
};

const matches = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found)),
];

const bun = (...args: string[]) => [process.execPath, ...args];

/** What found a bug: titles of failed tests, and names of invariants of a chaos run. */
export interface Caught {
  tests: string[];
  invariants: string[];
}

const testedIn = async (clone: string, tests: readonly string[]) => {
  const { code, text } = await run(clone, bun("test", "--timeout", "30000", ...tests));
  const titles = matches(text, /^\(fail\) (.+?)(?: \[[\d.]+m?s\])?$/gm);
  // Without a failed test the files did not even run, which no bug may explain.
  if (code !== 0 && titles.length === 0) throw new Error(`The tests do not run: ${text}`);
  return titles.slice(0, TITLES_MAX);
};

const shakenIn = async (clone: string) => {
  const { code, text } = await run(clone, bun("tests/chaos/run.ts", ...RUN));
  // A run that breaks off has no table, and has found the bug as well.
  const invariants = matches(text, /^✗ (\w+) .+ \d+$/gm);
  return code !== 0 && invariants.length === 0 ? ["run"] : invariants;
};

/**
 * Makes a temporary clone of the last commit. Its `plant` plants a bug there, runs the tests that the bug
 * names, and a chaos run if it is asked for or no test failed.
 */
export const plantation = async () => {
  const clone = mkdtempSync(join(tmpdir(), "bodega-planted-"));
  const remove = () => rmSync(clone, { recursive: true, force: true });
  try {
    await mustRun(clone, ["git", "clone", "-q", "--shared", ROOT, "."]);
    await mustRun(clone, bun("install", "--frozen-lockfile"));
  } catch (err) {
    remove();
    throw err;
  }
  return {
    remove,
    async plant({ diff, tests }: Planted, { alwaysRuns = false } = {}): Promise<Caught> {
      await mustRun(clone, ["git", "checkout", "-q", "--", "."]);
      patch(diff, clone);
      const failed = await testedIn(clone, tests);
      const isShaken = alwaysRuns || failed.length === 0;
      return { tests: failed, invariants: isShaken ? await shakenIn(clone) : [] };
    },
  };
};
