import { resolve } from "node:path";
import { VENDORS, type Vendor } from "#dev/clouds";
import { ROOT } from "#dev/install";
import { ensureFree, type PortName, type Ports, portVariable } from "#dev/ports";

type StartReport = { url: string; engine?: string } | { failed: string };

interface CloudProcess {
  url: string;
  pid: number;
  /** The engine behind the protocol, if there is a choice. */
  engine: string;
  stop(): Promise<void>;
}

const portVariables = (ports: Ports) =>
  Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [portVariable(name as PortName), String(port)]),
  );

/**
 * Starts one stand-in in a process of its own. `quiet` hides its output, such as the error of every
 * connection that an injected fault cuts.
 * @throws if it cannot be served
 */
export const startCloud = async (
  vendor: Vendor,
  folder: string,
  ports: Ports,
  { quiet = false } = {},
): Promise<CloudProcess> => {
  const output = quiet ? "ignore" : "inherit";
  const report = Promise.withResolvers<StartReport>();
  const child = Bun.spawn([process.execPath, resolve(ROOT, "dev/serve-cloud.ts"), vendor, folder], {
    cwd: ROOT,
    env: { ...process.env, ...portVariables(ports) },
    stdio: ["ignore", output, output],
    ipc: (message: StartReport) => report.resolve(message),
    onExit: (_, code) => report.resolve({ failed: `${vendor} ended with code ${code}.` }),
  });
  const answer = await report.promise;
  if ("failed" in answer) throw new Error(answer.failed);
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
  };
  const { url, engine = vendor } = answer;
  return { url, engine, pid: child.pid, stop };
};

const eachVendor = <T>(running: Map<Vendor, CloudProcess>, take: (cloud: CloudProcess) => T) =>
  Object.fromEntries([...running].map(([vendor, cloud]) => [vendor, take(cloud)])) as Record<
    Vendor,
    T
  >;

/** Starts every stand-in in a process of its own. Stops those already started if one fails. */
export const startCloudProcesses = async (folder: string, ports: Ports) => {
  for (const vendor of VENDORS) await ensureFree(vendor, ports[vendor]);
  const running = new Map<Vendor, CloudProcess>();
  const stop = async () => {
    await Promise.all([...running.values()].map((cloud) => cloud.stop()));
  };
  const start = async (vendor: Vendor) => {
    running.set(vendor, await startCloud(vendor, folder, ports));
  };
  const failed = (await Promise.allSettled(VENDORS.map(start))).find(
    ({ status }) => status === "rejected",
  );
  if (failed?.status === "rejected") {
    await stop();
    throw failed.reason;
  }
  return {
    urls: eachVendor(running, ({ url }) => url),
    pids: eachVendor(running, ({ pid }) => pid),
    redisEngine: running.get("redis")?.engine ?? "none",
    stop,
  };
};
