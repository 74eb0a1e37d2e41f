import type { Context } from "hono";
import { frame, type StandIn, type StandInEnv, type StandInOptions } from "#cloud/frame/stand-in";
import {
  type Command,
  commandIn,
  commandInPath,
  commandsIn,
  mayWrite,
  REQUEST_BYTES_MAX,
  refusalOf,
  summaryOf,
} from "./command";
import type { Engine } from "./engine";
import { forgetting } from "./forget";
import { CommandError, type Reply, toBody } from "./reply";

interface RedisOptions extends StandInOptions {
  /** A Redis that another process runs. */
  redisUrl?: string | undefined;
  /** The engine to use; by default BODEGA_REDIS_ENGINE, or the best one available. */
  engine?: "embedded" | "server" | undefined;
}

/** A given Redis, else the machine's own redis-server, else the embedded engine. */
const chooseEngine = async (options: RedisOptions): Promise<Engine> => {
  const { dataDir, redisUrl, engine = process.env.BODEGA_REDIS_ENGINE } = options;
  const program = Bun.which("redis-server");
  if (engine === "embedded" || !(redisUrl || program || engine === "server")) {
    const { embedded } = await import("./embedded/engine");
    return embedded(dataDir);
  }
  const { ownRedis, redisAt } = await import("./server");
  if (redisUrl) return redisAt(redisUrl);
  if (!program) throw new Error("BODEGA_REDIS_ENGINE is server, but there is no redis-server");
  return ownRedis(program, dataDir);
};

/** Every key with its type and the milliseconds until it ends. */
const books = async ({ allKeys, run }: Engine) => {
  const keys = (await allKeys()).sort();
  const rows = await Promise.all(
    keys.map(async (key) => {
      const [type, ttlMs] = await Promise.all([run(["TYPE", key]), run(["PTTL", key])]);
      return { key, type, ttlMs: Number(ttlMs) >= 0 ? ttlMs : null };
    }),
  );
  return { keys: rows };
};

const refused = (c: Context, message: string, status: 400 | 401 | 413 = 400) =>
  c.json({ error: message }, status);

type Ask = (c: Context<StandInEnv>, body: string) => Promise<Response> | Response;

/** Upstash Redis on this machine: its REST protocol in front of a Redis. */
export const redisStandIn = async (
  options: RedisOptions,
): Promise<StandIn & { engine: string }> => {
  const engine = await chooseEngine(options);
  const parts = frame({ name: "redis", books: () => books(engine) });
  const { app, faults } = parts;
  const perform = forgetting(engine, faults);
  let writes = 0;

  const admitted =
    (ask: Ask) =>
    async (c: Context<StandInEnv>): Promise<Response> => {
      const token = c.req.header("authorization")?.replace(/^Bearer /, "") ?? c.req.query("_token");
      if (token !== options.token) {
        return refused(c, "WRONGPASS invalid or missing auth token", 401);
      }
      const body = await c.req.raw.text();
      if (Buffer.byteLength(body) > REQUEST_BYTES_MAX) {
        return refused(c, `ERR max request size exceeded. Limit: ${REQUEST_BYTES_MAX} bytes`, 413);
      }
      return ask(c, body);
    };

  /** Tells the client's session how many writes this server has seen, for read-your-writes. */
  const stamped = (c: Context, commands: Command[]) => {
    writes += commands.filter(mayWrite).length;
    c.header("upstash-sync-token", `bodega:${writes}`);
    return c.req.header("upstash-encoding") === "base64";
  };

  const call = (c: Context) => ({ method: c.req.method, path: c.req.path });
  const run = (command: Command): Promise<Reply> | CommandError =>
    refusalOf(command) ?? engine.run(command);

  const one = async (c: Context<StandInEnv>, command: Command | CommandError) => {
    if (command instanceof CommandError) return refused(c, command.message);
    c.set("summary", summaryOf([command]));
    const reply = await perform(call(c), [command], async () => run(command));
    const body = toBody(reply, stamped(c, [command]));
    return c.json(body, "error" in body ? 400 : 200);
  };

  const pipeline: Ask = async (c, body) => {
    const commands = commandsIn(body);
    if (commands instanceof CommandError) return refused(c, commands.message);
    c.set("summary", summaryOf(commands, "pipeline"));
    const replies = await perform(call(c), commands, () => Promise.all(commands.map(run)));
    const inBase64 = stamped(c, commands);
    return c.json(replies.map((reply) => toBody(reply, inBase64)));
  };

  const transaction: Ask = async (c, body) => {
    const commands = commandsIn(body);
    if (commands instanceof CommandError) return refused(c, commands.message);
    c.set("summary", summaryOf(commands, "multi-exec"));
    const refusal = commands.map(refusalOf).find((error) => error !== undefined);
    if (refusal) return refused(c, `EXECABORT ${refusal.message}`);
    const replies = await perform(call(c), commands, () => engine.transaction(commands));
    if (replies instanceof CommandError) return refused(c, replies.message);
    const inBase64 = stamped(c, commands);
    return c.json(replies.map((reply) => toBody(reply, inBase64)));
  };

  app.post(
    "/",
    admitted((c, body) => one(c, commandIn(body))),
  );
  app.post("/pipeline", admitted(pipeline));
  app.post("/multi-exec", admitted(transaction));
  app.on(
    ["GET", "HEAD", "POST", "PUT"],
    "/*",
    admitted((c, body) => one(c, commandInPath(new URL(c.req.url), body))),
  );
  app.notFound((c) => c.json({ error: "ERR method not allowed" }, 405));
  app.onError((error, c) => c.json({ error: `ERR ${error.message}` }, 500));

  return { ...parts, engine: engine.engine, close: () => engine.close() };
};
