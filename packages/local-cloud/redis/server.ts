import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Redis, type RedisOptions } from "ioredis";
import type { Command } from "./command";
import type { Engine, KeyImage } from "./engine";
import { CommandError, type Reply } from "./reply";

const START_MS = 10_000;

const OPTIONS = {
  protocol: 2,
  maxRetriesPerRequest: 0,
  enableReadyCheck: true,
  retryStrategy: () => 10,
} satisfies RedisOptions;

const refusal = (error: unknown) =>
  new CommandError(error instanceof Error ? error.message : String(error));

const replyOf = (raw: unknown): Reply => {
  if (Array.isArray(raw)) return raw.map(replyOf);
  if (raw instanceof Error) return refusal(raw);
  return raw as string | number | null;
};

const isRefusal = (error: unknown) => error instanceof Error && error.name === "ReplyError";

/** Speaks to a running Redis. Names go out in capitals, which keeps ioredis from reshaping the replies. */
const engineOn = (redis: Redis, engine: string, end: () => Promise<void>): Engine => ({
  engine,
  run: ([name, ...args]) => redis.call(name, ...args).then(replyOf, refusalOrThrow),
  async transaction(commands: Command[]) {
    const batch = redis.multi();
    for (const [name, ...args] of commands) batch.call(name, ...args);
    try {
      const results = (await batch.exec()) ?? [];
      return results.map(([error, result]) => (error ? refusal(error) : replyOf(result)));
    } catch (error) {
      return refusalOrThrow(error);
    }
  },
  allKeys: () => redis.keys("*"),
  async imageOf(keys) {
    return Promise.all(
      keys.map(async (key): Promise<KeyImage> => {
        const [value, ttlMs] = await Promise.all([redis.dumpBuffer(key), redis.pttl(key)]);
        return { key, value, ...(ttlMs >= 0 ? { expiresAtMs: Date.now() + ttlMs } : {}) };
      }),
    );
  },
  async restore(images) {
    for (const { key, value, expiresAtMs = 0 } of images) {
      if (value === null) await redis.del(key);
      else await redis.restore(key, expiresAtMs, value as Buffer, "REPLACE", "ABSTTL");
    }
  },
  close: end,
});

const refusalOrThrow = (error: unknown): CommandError => {
  if (isRefusal(error)) return refusal(error);
  throw error;
};

const connected = async (redis: Redis) => {
  // Errors reach the callers of commands; without a listener they would be printed as well.
  redis.on("error", () => undefined);
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      await redis.ping();
      return redis;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await Bun.sleep(5);
    }
  }
};

const versionOf = async (redis: Redis) =>
  /(?:redis|valkey)_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "unknown";

/** A Redis that another process runs. */
export const redisAt = async (url: string): Promise<Engine> => {
  const redis = await connected(new Redis(url, OPTIONS));
  const name = `Redis ${await versionOf(redis)} at ${new URL(url).host}`;
  return engineOn(redis, name, async () => redis.disconnect());
};

/** Where the server's socket is: the same for the same data, so that a server left over from a killed run is found. */
const socketFor = (dataDir: string) =>
  join(tmpdir(), `bodega-redis-${Bun.hash(resolve(dataDir)).toString(36)}.sock`);

/** Runs a program until its own input ends, which it does however this process ends. */
const TIED = `exec 3<&0
"$@" 3<&- </dev/null &
program=$!
(cat <&3 >/dev/null; kill "$program" 2>/dev/null) &
wait "$program"`;

const startServer = (program: string, socket: string, dataDir: string, keeps: boolean) =>
  Bun.spawn(
    [
      ...["sh", "-c", TIED, "sh", program],
      ...["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"],
      ...["--dir", dataDir, "--save", "", "--daemonize", "no", "--loglevel", "warning"],
      ...["--appendonly", keeps ? "yes" : "no", "--appendfsync", "everysec"],
    ],
    { stdout: "ignore", stderr: "ignore", stdin: "pipe" },
  );

/** Refuses a folder that another running shop works on, and marks it as ours. */
const claim = async (home: string) => {
  const mark = Bun.file(join(home, "redis.owner"));
  const owner = (await mark.exists()) ? Number(await mark.text()) : process.pid;
  if (owner !== process.pid && isAlive(owner)) {
    throw new Error(`The Redis data in ${home} is in use by process ${owner}`);
  }
  await mark.write(String(process.pid));
};

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Ends a server of an earlier run that was killed before it could do so; two must not write the same files. */
const endLeftover = async (socket: string) => {
  const leftover = new Redis(socket, { ...OPTIONS, lazyConnect: true, retryStrategy: () => null });
  leftover.on("error", () => undefined);
  await leftover.connect().then(
    () => leftover.call("SHUTDOWN").catch(() => undefined),
    () => undefined,
  );
  leftover.disconnect();
};

/** Starts the machine's own redis-server on a socket, with its files in the data folder. */
export const ownRedis = async (program: string, dataDir: string): Promise<Engine> => {
  const keeps = dataDir !== ":memory:";
  const home = keeps ? resolve(dataDir) : mkdtempSync(join(tmpdir(), "bodega-redis-"));
  mkdirSync(home, { recursive: true });
  await claim(home);
  const socket = socketFor(home);
  await endLeftover(socket);
  const server = startServer(program, socket, home, keeps);
  const ended = server.exited.then((code): never => {
    throw new Error(
      `${program} ended with code ${code}, as it does when its files are damaged. Move ${home} away, or start with --fresh to empty everything.`,
    );
  });
  const redis = new Redis(socket, OPTIONS);
  await Promise.race([connected(redis), ended]).catch((error) => {
    redis.disconnect();
    throw error;
  });
  ended.catch(() => undefined);
  return engineOn(redis, `redis-server ${await versionOf(redis)}`, async () => {
    redis.disconnect();
    await server.stdin.end();
    await server.exited;
    if (!keeps) rmSync(home, { recursive: true, force: true });
  });
};
