import { Redis } from "@upstash/redis/cloudflare";
import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";

/** What Redis answers: text, whole numbers, nothing, or lists of them. */
export type Reply = string | number | null | Reply[];
/** A Lua script, which Redis knows by the SHA-1 of its text. */
export interface Script {
  text: string;
}

interface Address {
  url: string;
  token: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 400;

/** The SDK's errors quote the whole command, and with it addresses of people: only the kind is kept. */
const withoutValues = (err: unknown) => {
  const { name, message } = err as Error;
  const [kind] = /^[A-Z]{3,}\b/.exec(message ?? "") ?? [];
  return new Error(`Redis did not answer: ${name}${kind ? ` ${kind}` : ""}`);
};

const isUnknownScript = (err: unknown) => /^(ERR )?NOSCRIPT/.test((err as Error).message ?? "");

const sha1Hex = async (text: string) => {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/**
 * Upstash Redis over REST. `retry: false` still lets the SDK repeat a call once whose connection broke,
 * within the same deadline, so every script must bear to be run twice.
 * @throws DependencyError from every method when no good answer came
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
  redis.use((request, next) => {
    const { requestId, traceparent } = currentTrace();
    const headers = { ...request.headers, "x-request-id": requestId, traceparent };
    return next({ ...request, headers });
  });

  /** The hashes of the scripts that this isolate has sent before. */
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
    command: (...command: [string, ...(string | number)[]]) => shielded(exec(command)),

    /** Runs a script: by its text the first time, by its hash from then on. One round trip either way. */
    run: (script: Script, keys: string[], args: string[]) => shielded(evaluate(script, keys, args)),
  };
};
export type RedisClient = ReturnType<typeof redisClient>;
