import type { Random } from "#cloud/random";
import { ADDRESS_HEADER } from "#tests/flood/asking";
import type { Json } from "#tests/system";
import type { ClientJournal, Exchange, Try } from "./journal";

/** How long a client repeats a request. */
export const BUDGET_MS = 30_000;
const TRY_MS = 12_000;
const BACKOFF_MS = 150;
const BACKOFF_MAX_MS = 3_000;
/** Statuses after which a client sends the same request again, if the answer says when. */
const LATER = new Set([409, 429]);

export interface Actor {
  name: string;
  /** The client's IP address, by which the shop counts requests. */
  address: string;
  random: Random;
  headers(): Record<string, string>;
}

export interface Ask {
  body?: unknown;
  key?: string;
  headers?: Record<string, string>;
}
export interface Answered {
  status: number;
  text: string;
  body: Json;
}

const sent = async (url: string, exchange: Exchange, headers: HeadersInit): Promise<Try> => {
  const at = Date.now();
  const { method, path, body } = exchange;
  try {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === null ? {} : { body }),
      redirect: "manual",
      signal: AbortSignal.timeout(TRY_MS),
    });
    const retryAfter = answer.headers.get("retry-after");
    return { at, status: answer.status, text: await answer.text(), retryAfter };
  } catch {
    return { at, status: null, text: "", retryAfter: null };
  }
};

/** Returns the wait before the next try; undefined if the answer is definite. */
const waitAfter = (outcome: Try, tries: number, random: Random): number | undefined => {
  const { status, retryAfter } = outcome;
  const backoffMs = random() * Math.min(BACKOFF_MS * 2 ** tries, BACKOFF_MAX_MS);
  if (status === null || status >= 500) return backoffMs;
  if (!LATER.has(status) || retryAfter === null) return undefined;
  return Number(retryAfter) * 1000 + backoffMs;
};

/** Sends a recorded request until its answer is definite or the time is over. */
const repeat = async (
  { url, journal }: Shaken,
  exchange: Exchange,
  { random, headers }: Pick<Actor, "random" | "headers">,
) => {
  const beganAt = Date.now();
  for (let tries = 1; ; tries += 1) {
    const outcome = await sent(url, exchange, { ...headers(), ...exchange.headers });
    journal.tried(exchange, outcome);
    const { status, text } = outcome;
    const waitMs = waitAfter(outcome, tries, random);
    const afterMs = Date.now() - exchange.startedAt;
    if (status !== null && waitMs === undefined) exchange.answer = { status, text, afterMs };
    else if (Date.now() - beganAt + (waitMs ?? 0) < BUDGET_MS) {
      await Bun.sleep(waitMs ?? 0);
      continue;
    }
    // A long pause, such as that of a card, is an answer too: the buyer reads when to come back.
    if (status === 429) exchange.answer = { status, text, afterMs };
    return exchange.answer;
  }
};

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

interface Shaken {
  url: string;
  journal: ClientJournal;
}

/**
 * Returns a function that sends requests of one actor as a careful client does: it records each before
 * it is sent, keeps the key, and repeats the request until it has a definite answer.
 */
export const askingAs =
  (shaken: Shaken, actor: Actor) =>
  async (method: string, path: string, { body, key, headers }: Ask = {}) => {
    const exchange = shaken.journal.begin({
      actor: actor.name,
      method,
      path,
      headers: {
        [ADDRESS_HEADER]: actor.address,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key ? { "idempotency-key": key } : {}),
        ...headers,
      },
      key: key ?? null,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = await repeat(shaken, exchange, actor);
    return answer && ({ ...answer, body: parsed(answer.text) } as Answered);
  };
export type Asking = ReturnType<typeof askingAs>;

/** Sends a request again that has no definite answer yet. */
export const askAgain = (
  shaken: Shaken,
  exchange: Exchange,
  actor: Pick<Actor, "random" | "headers">,
) => repeat(shaken, exchange, actor);
