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

/**
 * Creates an engine on a connection to Redis. Command names are in capitals, which keeps ioredis from reshaping
 * the replies.
 */
const engineFor = (redis: Redis, engine: string, end: () => Promise<void>): Engine => ({
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
  // Callers of commands get these errors. Without a listener, ioredis would also print them.
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

/** Connects to a Redis that another process runs. */
export const redisAt = async (url: string): Promise<Engine> => {
  const redis = await connected(new Redis(url, OPTIONS));
  const name = `Redis ${await versionOf(redis)} at ${new URL(url).host}`;
  return engineFor(redis, name, async () => redis.disconnect());
};

/**
 * Returns the path of the server's socket. It depends on the data folder only, so that a server left over from a
 * killed run is found.
 */
const socketFor = (dataDir: string) =>
  join(tmpdir(), `bodega-redis-${Bun.hash(resolve(dataDir)).toString(36)}.sock`);

/**
 * A shell script that runs a program and ends it when the script's input closes, which happens however this
 * process ends.
 */
const RUN_WHILE_INPUT_IS_OPEN = `exec 3<&0
"$@" 3<&- </dev/null &
program=$!
(cat <&3 >/dev/null; kill "$program" 2>/dev/null) &
wait "$program"`;

const startServer = (program: string, socket: string, dataDir: string, persists: boolean) =>
  Bun.spawn(
    [
      ...["sh", "-c", RUN_WHILE_INPUT_IS_OPEN, "sh", program],
      ...["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"],
      ...["--dir", dataDir, "--save", "", "--daemonize", "no", "--loglevel", "warning"],
      ...["--appendonly", persists ? "yes" : "no", "--appendfsync", "everysec"],
    ],
    { stdout: "ignore", stderr: "ignore", stdin: "pipe" },
  );

/** Marks the folder as used by this process. Throws if another running process uses it. */
const claimFolder = async (folder: string) => {
  const mark = Bun.file(join(folder, "redis.owner"));
  const owner = (await mark.exists()) ? Number(await mark.text()) : process.pid;
  if (owner !== process.pid && isAlive(owner)) {
    throw new Error(`The Redis data in ${folder} is in use by process ${owner}`);
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

/** Shuts down a server that a killed earlier run left over, because two servers must not write the same files. */
const endLeftover = async (socket: string) => {
  const leftover = new Redis(socket, { ...OPTIONS, lazyConnect: true, retryStrategy: () => null });
  leftover.on("error", () => undefined);
  await leftover.connect().then(
    () => leftover.call("SHUTDOWN").catch(() => undefined),
    () => undefined,
  );
  leftover.disconnect();
};

/** Starts the machine's redis-server on a socket, with its files in the data folder. */
export const ownRedis = async (program: string, dataDir: string): Promise<Engine> => {
  const persists = dataDir !== ":memory:";
  const folder = persists ? resolve(dataDir) : mkdtempSync(join(tmpdir(), "bodega-redis-"));
  mkdirSync(folder, { recursive: true });
  await claimFolder(folder);
  const socket = socketFor(folder);
  await endLeftover(socket);
  const server = startServer(program, socket, folder, persists);
  const ended = server.exited.then((code): never => {
    throw new Error(
      `${program} ended with code ${code}. Its files may be damaged. Move ${folder} away, or start with --fresh to empty everything.`,
    );
  });
  const redis = new Redis(socket, OPTIONS);
  await Promise.race([connected(redis), ended]).catch((error) => {
    redis.disconnect();
    throw error;
  });
  ended.catch(() => undefined);
  return engineFor(redis, `redis-server ${await versionOf(redis)}`, async () => {
    redis.disconnect();
    await server.stdin.end();
    await server.exited;
    if (!persists) rmSync(folder, { recursive: true, force: true });
  });
};
