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
import { failoverFaults } from "./failover-faults";
import { CommandError, type Reply, toBody } from "./reply";

interface RedisOptions extends StandInOptions {
  /** A token that may only read, beside `token`. */
  readOnlyToken?: string;
  /** The address of a Redis that another process runs. */
  redisUrl?: string | undefined;
  /** The engine to use. The default is BODEGA_REDIS_ENGINE, then the best available one. */
  engine?: "embedded" | "server" | undefined;
}

/** Returns the Redis at `redisUrl`, else the machine's redis-server, else the embedded engine. */
const chooseEngine = async (options: RedisOptions): Promise<Engine> => {
  const { dataDir, redisUrl, engine = process.env.BODEGA_REDIS_ENGINE } = options;
  const program = Bun.which("redis-server");
  if (engine === "embedded" || !(redisUrl || program || engine === "server")) {
    const { embedded } = await import("./embedded/engine");
    return embedded(dataDir);
  }
  const { ownRedis, redisAt } = await import("./server");
  if (redisUrl) return redisAt(redisUrl);
  if (!program) throw new Error("BODEGA_REDIS_ENGINE is server, but redis-server is not on PATH");
  return ownRedis(program, dataDir);
};

/** Returns every key with its type and its remaining time in milliseconds. */
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

const noPermission = ([name]: Command) =>
  `NOPERM this user has no permissions to run the '${name.toLowerCase()}' command or its subcommand`;

type Handler = (c: Context<StandInEnv>, body: string) => Promise<Response> | Response;

const tokenOf = (c: Context) =>
  c.req.header("authorization")?.replace(/^Bearer /, "") ?? c.req.query("_token");

/** Creates a stand-in for Upstash Redis: its REST protocol in front of a Redis engine. */
export const redisStandIn = async (
  options: RedisOptions,
): Promise<StandIn & { engine: string }> => {
  const engine = await chooseEngine(options);
  const parts = frame({ name: "redis", books: () => books(engine) });
  const { app, faults } = parts;
  const withFaults = failoverFaults(engine, faults);
  let writes = 0;

  const authorized =
    (handler: Handler) =>
    async (c: Context<StandInEnv>): Promise<Response> => {
      const token = tokenOf(c);
      if (token === undefined || ![options.token, options.readOnlyToken].includes(token)) {
        return refused(c, "WRONGPASS invalid or missing auth token", 401);
      }
      const body = await c.req.raw.text();
      if (Buffer.byteLength(body) > REQUEST_BYTES_MAX) {
        return refused(c, `ERR max request size exceeded. Limit: ${REQUEST_BYTES_MAX} bytes`, 413);
      }
      return handler(c, body);
    };

  /**
   * Sets the header that tells the client how many writes the server has seen, for read-your-writes. Returns
   * whether the client wants base64.
   */
  const syncStamp = (c: Context, commands: Command[]) => {
    writes += commands.filter(mayWrite).length;
    c.header("upstash-sync-token", `bodega:${writes}`);
    return c.req.header("upstash-encoding") === "base64";
  };

  const call = (c: Context) => ({ method: c.req.method, path: c.req.path });
  const run = (command: Command): Promise<Reply> | CommandError =>
    refusalOf(command) ?? engine.run(command);

  /** Returns the first command that the token of the call may not run. */
  const forbiddenIn = (c: Context, commands: Command[]) =>
    options.readOnlyToken !== undefined && tokenOf(c) === options.readOnlyToken
      ? commands.find(mayWrite)
      : undefined;

  const one = async (c: Context<StandInEnv>, command: Command | CommandError) => {
    if (command instanceof CommandError) return refused(c, command.message);
    const forbidden = forbiddenIn(c, [command]);
    if (forbidden) return refused(c, noPermission(forbidden));
    c.set("summary", summaryOf([command]));
    const reply = await withFaults(call(c), [command], async () => run(command));
    const body = toBody(reply, syncStamp(c, [command]));
    return c.json(body, "error" in body ? 400 : 200);
  };

  const pipeline: Handler = async (c, body) => {
    const commands = commandsIn(body);
    if (commands instanceof CommandError) return refused(c, commands.message);
    const forbidden = forbiddenIn(c, commands);
    if (forbidden) return refused(c, noPermission(forbidden));
    c.set("summary", summaryOf(commands, "pipeline"));
    const replies = await withFaults(call(c), commands, () => Promise.all(commands.map(run)));
    const inBase64 = syncStamp(c, commands);
    return c.json(replies.map((reply) => toBody(reply, inBase64)));
  };

  const transaction: Handler = async (c, body) => {
    const commands = commandsIn(body);
    if (commands instanceof CommandError) return refused(c, commands.message);
    const forbidden = forbiddenIn(c, commands);
    if (forbidden) return refused(c, noPermission(forbidden));
    c.set("summary", summaryOf(commands, "multi-exec"));
    const refusal = commands.map(refusalOf).find((error) => error !== undefined);
    if (refusal) return refused(c, `EXECABORT ${refusal.message}`);
    const replies = await withFaults(call(c), commands, () => engine.transaction(commands));
    if (replies instanceof CommandError) return refused(c, replies.message);
    const inBase64 = syncStamp(c, commands);
    return c.json(replies.map((reply) => toBody(reply, inBase64)));
  };

  app.post(
    "/",
    authorized((c, body) => one(c, commandIn(body))),
  );
  app.post("/pipeline", authorized(pipeline));
  app.post("/multi-exec", authorized(transaction));
  app.on(
    ["GET", "HEAD", "POST", "PUT"],
    "/*",
    authorized((c, body) => one(c, commandInPath(new URL(c.req.url), body))),
  );
  app.notFound((c) => c.json({ error: "ERR method not allowed" }, 405));
  app.onError((error, c) => c.json({ error: `ERR ${error.message}` }, 500));

  return { ...parts, engine: engine.engine, close: () => engine.close() };
};
