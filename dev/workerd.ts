import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { tool } from "#dev/install";
import { linesOf, printLines } from "#dev/lines";
import { WORKER_CONFIGS } from "#dev/workers";
import { type Bundle, bundleWorkers } from "./workerd/bundle";
import { workerdConfig } from "./workerd/config";

interface WorkerdOptions {
  /** 0 for any free port. */
  port: number;
  variables: Record<string, string>;
  /** The folder for the generated configuration. */
  folder: string;
  /** Receives the Workers' log lines. */
  print(line: string): void;
  /**
   * Paths of the Workers' wrangler.toml files, the listening one first. By default those of the
   * shop.
   */
  configs?: readonly string[];
  /** A path that the first Worker answers when it is ready. */
  healthPath?: string;
  /** The port of V8's inspector, for profiles. */
  inspectorPort?: number;
}

const START_TIMEOUT_MS = 20_000;
/** A warning about flags that are now the default, but which wrangler still needs. */
const NOISE = /became the default as of/;

type Sockets = Record<"shop" | "cron", number>;

/** Waits for the ports that workerd reports on its control channel. */
const socketsFrom = async (lines: AsyncIterable<string>): Promise<Sockets> => {
  const ports: Partial<Sockets> = {};
  for await (const line of lines) {
    const { event, socket, port } = JSON.parse(line);
    if (event === "listen") ports[socket as keyof Sockets] = port;
    const { shop, cron } = ports;
    if (shop !== undefined && cron !== undefined) return { shop, cron };
  }
  throw new Error("workerd ended before it listened; see above.");
};

const writeConfig = (folder: string, bundles: Bundle[], variables: Record<string, string>) => {
  const home = resolve(folder, "workerd");
  const file = resolve(home, "config.capnp");
  const [first, ...others] = bundles;
  if (!first) throw new Error("No Worker is configured.");
  mkdirSync(home, { recursive: true });
  const names = Object.keys(variables);
  writeFileSync(file, workerdConfig({ bundles: [first, ...others], variables: names, home }));
  return file;
};

const launch = (file: string, { port, variables, inspectorPort }: WorkerdOptions) =>
  Bun.spawn(
    [
      ...[tool("workerd"), "serve", "--experimental", "--control-fd=3"],
      `--socket-addr=shop=127.0.0.1:${port}`,
      ...(inspectorPort === undefined ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`]),
      file,
    ],
    { env: variables, stdio: ["ignore", "pipe", "pipe", "pipe"] },
  );

const within = <T>(ms: number, work: Promise<T>, what: string): Promise<T> => {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${ms / 1000} seconds.`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const ensureWell = async (url: string) => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
};

/** Starts workerd with a written configuration, and waits until its Workers answer. */
const serve = async (file: string, bundles: Bundle[], options: WorkerdOptions) => {
  const { healthPath = "/health", print } = options;
  const child = launch(file, options);
  void printLines(child.stdout, print, NOISE);
  void printLines(child.stderr, print, NOISE);

  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
  };
  try {
    const control = Bun.file(child.stdio[3] as number).stream();
    const sockets = await within(
      START_TIMEOUT_MS,
      socketsFrom(linesOf(control)),
      "workerd did not listen",
    );
    const url = `http://127.0.0.1:${sockets.shop}`;
    await ensureWell(`${url}${healthPath}`);
    /** Fires the cron of the first Worker once, and waits for its end. */
    const fireCron = async () => {
      await fetch(`http://127.0.0.1:${sockets.cron}/`, { method: "POST" });
    };
    return { url, pid: child.pid, bundles, fireCron, stop, exited: child.exited };
  } catch (err) {
    await stop();
    throw err;
  }
};

/**
 * Serves Workers on the production runtime without wrangler: bundled as for a deployment, and wired
 * as their wrangler.toml files say, with real service bindings.
 */
export const startWorkerd = async (options: WorkerdOptions) => {
  const { configs = WORKER_CONFIGS, folder, variables } = options;
  const bundles = await bundleWorkers(configs);
  const file = writeConfig(folder, bundles, variables);
  const served = await serve(file, bundles, options);
  return {
    ...served,
    /** Starts the same Workers again, after their process has ended. */
    startAgain: () => serve(file, bundles, options),
  };
};
export type Workerd = Awaited<ReturnType<typeof startWorkerd>>;
