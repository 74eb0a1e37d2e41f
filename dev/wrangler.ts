import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { ensureAssets } from "#api/assets";
import { ROOT, tool } from "#dev/install";
import { printLines } from "#dev/lines";
import { writeLocalWorkers } from "#dev/local-workers";

/** Returns a command of wrangler, which runs under the Node of the installed packages. */
export const wranglerCommand = (...args: string[]) => [
  tool("node"),
  resolve(ROOT, "node_modules/wrangler/bin/wrangler.js"),
  ...args,
];

interface WranglerOptions {
  port: number;
  variables: Record<string, string>;
  folder: string;
  /** Receives its output lines. */
  print(line: string): void;
  /** A module that runs in place of every Worker's own, for tests. */
  main?: string;
}

const BOOT_TIMEOUT_MS = 60_000;
/** Wrangler looks for the internet at its start; offline the errors are harmless and long. */
const NOISE =
  /Request\.cf|ENOTFOUND|GetAddrInfoReqWrap|Scheduled Workers are not|scheduled event, run|curl "http|cron-triggers/;

/** The folder of wrangler's own state. */
const stateFolder = (folder: string) => resolve(folder, "wrangler");

const devCommand = ({ port, folder }: WranglerOptions, configs: string[]) =>
  wranglerCommand(
    "dev",
    ...configs.flatMap((path) => ["-c", path]),
    ...["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
    ...["--persist-to", stateFolder(folder)],
    ...["--show-interactive-dev-session=false", "--log-level", "info"],
  );

const answers = (url: string) =>
  fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

/** Starts all nine Workers in one `wrangler dev`, and waits until the shop answers. */
export const startWorkers = async (options: WranglerOptions) => {
  await ensureAssets();
  const configs = await writeLocalWorkers(options);
  mkdirSync(stateFolder(options.folder), { recursive: true });
  const child = Bun.spawn(devCommand(options, configs), {
    cwd: ROOT,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  void printLines(child.stdout, options.print, NOISE);
  void printLines(child.stderr, options.print, NOISE);
  const url = `http://127.0.0.1:${options.port}`;

  const stop = async () => {
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await child.exited;
    clearTimeout(killer);
  };

  const startedAt = Date.now();
  while (!(await answers(url))) {
    if (child.exitCode !== null)
      throw new Error("wrangler ended before the shop answered; see above.");
    if (Date.now() - startedAt > BOOT_TIMEOUT_MS) {
      await stop();
      throw new Error("The Workers did not answer within a minute; see above.");
    }
    await Bun.sleep(100);
  }
  return { url, stop, exited: child.exited };
};
