import { type AnyProblem, type NoAnswer, noAnswer, type Result } from "./result.js";

/** How long and how often the client repeats a request. */
export interface RetryBounds {
  /** Requests of one call, the first included. */
  triesMax: number;
  /** The time of one call with all its retries. */
  totalMs: number;
}

/** What the retries take from their surroundings, so that tests need not wait. */
export interface Surroundings {
  fetch(url: string, init: RequestInit): Promise<Response>;
  nowMs(): number;
  /** A number from 0 to 1. */
  random(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export type Answer = Result<unknown, AnyProblem>;

const BACKOFF_MS = 250;
const RETRIED = new Set([429, 502, 503, 504]);

const isProblem = (body: unknown): body is AnyProblem =>
  typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const data: unknown = text && isJson ? JSON.parse(text) : text || undefined;
  if (response.ok) return { data, response };
  const error = isProblem(data) ? data : noAnswer("The answer is not the shop's.", response.status);
  return { error, response };
};

const shouldRepeat = ({ error, response }: Answer) =>
  error !== undefined &&
  (response === undefined ||
    error.code === "idempotency_in_flight" ||
    // A stored answer stays as it is.
    (RETRIED.has(response.status) && !response.headers.has("idempotent-replayed")));

/** Returns the server's `Retry-After` or a doubling time, and some jitter to spread the clients. */
const pauseMs = ({ response }: Answer, tries: number, random: number) => {
  const seconds = Number(response?.headers.get("retry-after") ?? Number.NaN);
  const backoffMs = BACKOFF_MS * 2 ** (tries - 1);
  return Number.isFinite(seconds) ? seconds * 1000 + random * BACKOFF_MS : random * backoffMs;
};

/**
 * Sends a request, and repeats it while no answer arrives or the shop asks to come back later. Every try has
 * the same body and headers, and so the same idempotency key. Throws only the reason of the caller's signal.
 */
export const send = async (
  url: string,
  init: RequestInit,
  { around, bounds, signal }: { around: Surroundings; bounds: RetryBounds; signal?: AbortSignal },
): Promise<Answer> => {
  const endMs = around.nowMs() + bounds.totalMs;
  const deadline = AbortSignal.timeout(bounds.totalMs);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const once = async (): Promise<Answer> => {
    try {
      return await read(await around.fetch(url, { ...init, signal: either }));
    } catch (cause) {
      signal?.throwIfAborted();
      const error: NoAnswer = noAnswer(String(cause));
      return { error, response: undefined };
    }
  };
  for (let tries = 1; ; tries++) {
    const answer = await once();
    const waitMs = pauseMs(answer, tries, around.random());
    const isLast = tries >= bounds.triesMax || around.nowMs() + waitMs > endMs;
    if (isLast || !shouldRepeat(answer)) return answer;
    await around.wait(waitMs, either).catch(() => signal?.throwIfAborted());
  }
};
