import { exists, hasFlag } from "@ioredis/commands";
import { Command as Wire } from "ioredis";
import { z } from "zod";
import { CommandError } from "./reply";

/** A Redis command: the name in capitals, then the arguments. */
export type Command = [name: string, ...args: string[]];

/** The largest request of Upstash's paid plans. */
export const REQUEST_BYTES_MAX = 10 * 1024 * 1024;

const Argument = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const CommandBody = z.tuple([z.string().min(1)], Argument);
const CommandsBody = z.array(CommandBody).min(1);

const PARSE_ERROR = "ERR failed to parse command";

const named = ([name, ...args]: string[]): Command => [(name ?? "").toUpperCase(), ...args];

const json = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

export const commandIn = (body: string): Command | CommandError => {
  const parsed = CommandBody.safeParse(json(body));
  return parsed.success ? named(parsed.data) : new CommandError(PARSE_ERROR);
};

export const commandsIn = (body: string): Command[] | CommandError => {
  const value = json(body);
  if (Array.isArray(value) && value.length === 0) {
    return new CommandError("ERR empty pipeline request");
  }
  const parsed = CommandsBody.safeParse(value);
  if (parsed.success) return parsed.data.map(named);
  return new CommandError("ERR failed to parse pipeline request");
};

const decoded = (segment: string) => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/**
 * Reads a command from a request such as `/set/key/value?EX=10`: the path, then the body as one argument, then
 * the query.
 */
export const commandInPath = (url: URL, body: string): Command => {
  const segments = url.pathname.slice(1).split("/").map(decoded);
  const options = Array.from(url.searchParams)
    .filter(([name]) => name !== "_token")
    .flatMap(([name, value]) => (value === "" ? [name] : [name, value]));
  return named([...segments, ...(body === "" ? [] : [body]), ...options]);
};

/** Commands that need a connection of their own, or that a shared server does not allow. */
const UNAVAILABLE = new Set(
  `AUTH HELLO QUIT RESET SELECT SWAPDB CLIENT MONITOR SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE
   SSUBSCRIBE SUNSUBSCRIBE MULTI EXEC DISCARD WATCH UNWATCH BLPOP BRPOP BLMOVE BLMPOP BRPOPLPUSH
   BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF CONFIG DEBUG SHUTDOWN SAVE BGSAVE BGREWRITEAOF REPLICAOF
   SLAVEOF FAILOVER CLUSTER MIGRATE MODULE ACL SYNC PSYNC REPLCONF READONLY READWRITE ASKING`.split(
    /\s+/,
  ),
);

/** Returns the error of a command that Upstash does not support over HTTP. */
export const refusalOf = ([name]: Command) =>
  UNAVAILABLE.has(name)
    ? new CommandError(
        `ERR Command is not available: '${name}'. See https://upstash.com/docs/redis/overall/rediscompatibility for details`,
      )
    : undefined;

const ANY_CASE = { caseInsensitive: true, nameCaseInsensitive: true };

/** Returns whether Redis flags the command as a write. An unknown command is not a write. */
export const isWrite = (name: string) => exists(name, ANY_CASE) && hasFlag(name, "write", ANY_CASE);

const MAY_WRITE = new Set(["EVAL", "EVALSHA", "FCALL"]);

/** Returns whether the command can change a key, by itself or through a script. */
export const mayWrite = ([name]: Command) => MAY_WRITE.has(name) || isWrite(name);

/** Returns the keys that a command declares. */
export const keysOf = ([name, ...args]: Command) => {
  try {
    return new Wire(name, args).getKeys().map(String);
  } catch {
    // The command has too few arguments. Redis itself refuses it.
    return [];
  }
};

const describe = (command: Command) => {
  const [key] = keysOf(command);
  // Shows the key only up to the first colon, because the rest of a cart's key gives access to that cart.
  return key === undefined ? command[0] : `${command[0]} ${key.replace(/:.*/s, ":…")}`;
};

/** Returns a short description of the commands, for the journal. */
export const summaryOf = (commands: Command[], how?: string) => {
  const descriptions = commands.slice(0, 8).map(describe);
  if (commands.length > 8) descriptions.push("…");
  return how ? `${how} ${commands.length}: ${descriptions.join(", ")}` : descriptions.join(", ");
};
