import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ROOT } from "#dev/install";

const FOLDER = resolve(ROOT, "tests/chaos/planted");
/** The chaos run that must find a bug. */
const RUN = ["--orders", "60", "--kills", "4", "--seed", "1"];

/** A bug as a patch, with the tests of its folder. */
export interface Planted {
  name: string;
  bug: string;
  /** Paths of tests. */
  tests: string[];
  file: string;
}

const HEAD = /^Bug: (?<bug>.+)\nTests: (?<tests>.+)\n\ndiff --git /;

/** Reads the head of a patch. Throws if it does not name the bug and its tests. */
export const readPlanted = (file: string): Planted => {
  const { bug, tests } = HEAD.exec(readFileSync(file, "utf8"))?.groups ?? {};
  if (!bug || !tests) throw new Error(`${file} must begin with Bug: and Tests:`);
  return { name: basename(file, ".patch"), bug, tests: tests.split(" "), file };
};

/** Returns all planted bugs, or those with these names. */
export const plantedBugs = (names: readonly string[] = []) =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".patch"))
    .map((file) => readPlanted(join(FOLDER, file)))
    .filter(({ name }) => names.length === 0 || names.includes(name));

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

/** Returns whether a patch fits the sources as they are. */
export const applies = async ({ file }: Planted) =>
  (await run(ROOT, ["git", "apply", "--check", "-C1", file])).code === 0;

const matches = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found)),
];

const bun = (...args: string[]) => [process.execPath, ...args];

/** What found a bug: names of invariants, and the number of failed tests. */
export interface Caught {
  invariants: string[];
  tests: number;
}

/** Plants a bug in a temporary clone, and runs the tests of its folder and a chaos run there. */
export const catchPlanted = async ({ file, tests }: Planted): Promise<Caught> => {
  const clone = mkdtempSync(join(tmpdir(), "bodega-planted-"));
  try {
    await mustRun(clone, ["git", "clone", "-q", "--shared", ROOT, "."]);
    await mustRun(clone, bun("install", "--frozen-lockfile"));
    await mustRun(clone, ["git", "apply", "-C1", file]);
    const tested = await run(clone, bun("test", "--timeout", "30000", ...tests));
    const chaos = await run(clone, bun("tests/chaos/run.ts", ...RUN));
    // A run that breaks off has no table, and has found the bug as well.
    const invariants = matches(chaos.text, /^✗ (\w+) .+ \d+$/gm);
    return {
      invariants: chaos.code !== 0 && invariants.length === 0 ? ["run"] : invariants,
      tests: [...tested.text.matchAll(/^\(fail\)/gm)].length,
    };
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
};
