import { Redis } from "@upstash/redis/cloudflare";
import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";
import { requestTo, withinSpan } from "#kernel/sight/client-span";
import { reachable } from "#kernel/vendors/http";
import { retryBudget } from "#kernel/vendors/retry-budget";

/** A reply of Redis: text, an integer, null, or a list of replies. */
export type Reply = string | number | null | Reply[];
/** A Lua script. Redis identifies it by the SHA-1 of its text. */
export interface Script {
  text: string;
}

interface Address {
  url: string;
  token: string;
  timeoutMs?: number;
}

/** Deadline of each try, long enough that a busy isolate does not report Redis as down; see decision 46. */
const TIMEOUT_MS = 1500;
const BACKOFF_MS = 50;

/**
 * Returns an error with only name and kind of the SDK's error, whose message quotes the whole command, which
 * may contain personal data.
 */
const withoutValues = (err: unknown) => {
  const { name, message } = err as Error;
  const [kind] = /^[A-Z]{3,}\b/.exec(message ?? "") ?? [];
  return new Error(`Redis did not answer: ${name}${kind ? ` ${kind}` : ""}`);
};

const messageOf = (err: unknown) => (err as Error).message ?? "";
const isUnknownScript = (err: unknown) => /^(ERR )?NOSCRIPT/.test(messageOf(err));
/** Recognises an error reply of Redis itself, which a retry would only repeat. */
const isRefusal = (err: unknown) => /^[A-Z]{3,} /.test(messageOf(err));

const sha1Hex = async (text: string) => {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/**
 * Returns a client of Upstash Redis over REST. A call without an answer is retried once, and even with
 * `retry: false` the SDK repeats a call whose connection broke. So every command must be safe to run
 * twice.
 * @throws DependencyError from every method if no valid answer arrives
 */
export const redisClient = ({ url, token, timeoutMs = TIMEOUT_MS }: Address) => {
  const redis = new Redis({
    url,
    token,
    retry: false,
    signal: () => AbortSignal.timeout(timeoutMs),
    automaticDeserialization: false,
    responseEncoding: false,
    enableTelemetry: false,
  });
  const budget = retryBudget();
  redis.use(async (request, next) => {
    budget.earn();
    const { requestId } = currentTrace();
    const once = () =>
      withinSpan(
        () => requestTo("redis", url, "POST"),
        ({ traceparent }) =>
          next({
            ...request,
            headers: { ...request.headers, "x-request-id": requestId, traceparent },
          }),
      );
    try {
      return await once();
    } catch (err) {
      if (isRefusal(err) || !budget.spend()) throw err;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * BACKOFF_MS));
      return once();
    }
  });

  /** The hashes of the Lua scripts that this isolate has already sent. */
  const sent = new Map<Script, string>();

  const exec = (command: [string, ...(string | number)[]]) => redis.exec<Reply>(command);
  const shielded = async (work: Promise<Reply>) => {
    try {
      return await work;
    } catch (err) {
      throw new DependencyError("redis", withoutValues(err));
    }
  };

  const evaluate = async (script: Script, keys: string[], args: string[]) => {
    const known = sent.get(script);
    if (known) {
      try {
        return await exec(["EVALSHA", known, keys.length, ...keys, ...args]);
      } catch (err) {
        if (!isUnknownScript(err)) throw err;
      }
    }
    const reply = await exec(["EVAL", script.text, keys.length, ...keys, ...args]);
    sent.set(script, known ?? (await sha1Hex(script.text)));
    return reply;
  };

  return {
    /** Resolves if the URL of the Redis database responds. A PING would be billed as a command. */
    ping: reachable("redis", url, timeoutMs),

    command: (...command: [string, ...(string | number)[]]) => shielded(exec(command)),

    /** Runs a Lua script in one round trip: by its text the first time, then by its hash. */
    run: (script: Script, keys: string[], args: string[]) => shielded(evaluate(script, keys, args)),
  };
};
export type RedisClient = ReturnType<typeof redisClient>;
