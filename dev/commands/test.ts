import { ensureInstalled, ROOT, tool } from "#dev/install";

/**
 * `bun run test`: runs all checks and tests, and prints how many passed. `bun run test <path>` runs
 * only those tests.
 */
interface Tally {
  passed: number;
  failed: number;
}

const CHECKS: readonly [string, string[]][] = [
  ["form (biome)", ["biome", "ci", "--colors=off", "."]],
  ["types (tsc)", ["tsc"]],
  ["unused code (knip)", ["knip", "--no-progress"]],
  ["banned words", ["bun", "dev/prose/ratchet.ts"]],
  ["links", ["bun", "dev/prose/links.ts"]],
  ["prose (textlint)", ["textlint", "*.md", "docs/**/*.md", "packages/*/*.md", "client/*.md"]],
];
/** Longer than any wait inside a test, so that a failing wait can report what it saw last. */
const TEST_TIMEOUT_MS = 30_000;
/** Unit tests first, because their failures are more precise. */
const SUITES = [["workers", "db", "api", "dev", "doctor", "packages", "./client"], ["tests"]];

const run = async (command: string[], onText: (text: string) => void) => {
  const child = Bun.spawn(command, {
    cwd: ROOT,
    env: { ...process.env, FORCE_COLOR: "0" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) onText(decoder.decode(chunk, { stream: true }));
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  return child.exited;
};

const check = async ([name, [program = "", ...args]]: (typeof CHECKS)[number]): Promise<Tally> => {
  let text = "";
  const code = await run([tool(program), ...args], (more) => {
    text += more;
  });
  console.log(code === 0 ? `✓ ${name}` : `✗ ${name}\n${text}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

const last = (text: string, pattern: RegExp) =>
  Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0);

const suite = async (paths: string[]): Promise<Tally> => {
  let text = "";
  const code = await run(
    [process.execPath, "test", "--timeout", String(TEST_TIMEOUT_MS), ...paths],
    (more) => {
      text += more;
      process.stdout.write(more);
    },
  );
  const passed = last(text, /^ ?(\d+) pass$/gm);
  const failed = last(text, /^ ?(\d+) fail$/gm);
  // A run that failed before it counted is a failure too.
  return { passed, failed: code === 0 || failed > 0 ? failed : failed + 1 };
};

const sum = (tallies: Tally[]) =>
  tallies.reduce((all, one) => ({
    passed: all.passed + one.passed,
    failed: all.failed + one.failed,
  }));

const main = async () => {
  await ensureInstalled();
  const paths = process.argv.slice(2);
  const tallies: Tally[] = [];
  if (paths.length === 0) for (const each of CHECKS) tallies.push(await check(each));
  for (const each of paths.length > 0 ? [paths] : SUITES) tallies.push(await suite(each));
  const { passed, failed } = sum(tallies);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
};

main().catch((err) => {
  console.error(err instanceof Error ? err.message : err);
  console.log("\n0 passed, 1 failed");
  process.exit(1);
});
