import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";
import { retryBudget } from "#kernel/vendors/retry-budget";

/** How a dependency is asked. */
export interface OutgoingOptions {
  /** The dependency's name, for the log. */
  vendor: string;
  /** Deadline of each try. */
  timeoutMs: number;
  /** 1 for anything that must not run twice. Only lost answers and 5xx are tried again. */
  tries?: number;
}

/** An answer with all of its body, for one that breaks off is no answer. */
export interface Exchange {
  status: number;
  headers: Headers;
  text: string;
}

/** A `fetch` by address alone: a `Request` would bring a body of its own. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

const BACKOFF_BASE_MS = 50;
const BACKOFF_CAP_MS = 1000;

const backoff = (attempt: number) => {
  const capMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * capMs));
};

/** Headers as a plain object, which the runtime takes over faster than it fills a `Headers`. */
const traced = (headers: RequestInit["headers"] = {}) => {
  const { requestId, traceparent } = currentTrace();
  const plain =
    headers instanceof Headers || Array.isArray(headers)
      ? Object.fromEntries(headers as Iterable<[string, string]>)
      : (headers as Record<string, string>);
  return { ...plain, "x-request-id": requestId, traceparent };
};

/**
 * Asks a dependency by its address: with the request id, with a deadline, and again only where that is
 * safe and its retry budget allows. The body of the request has to be text.
 * @throws DependencyError when no answer came, or not all of it
 */
export const exchanging = ({ vendor, timeoutMs, tries = 1 }: OutgoingOptions) => {
  const budget = retryBudget();
  return async (url: string, init: RequestInit): Promise<Exchange> => {
    budget.earn();
    const request = { ...init, headers: traced(init.headers) };
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= tries;
      try {
        const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });
        const { status, headers } = answer;
        const text = await answer.text();
        if (status < 500 || last || !budget.spend()) return { status, headers, text };
      } catch (cause) {
        if (last || !budget.spend()) throw new DependencyError(vendor, cause);
      }
      await backoff(attempt);
    }
  };
};

/** Statuses whose answers have no body. */
const EMPTY = [204, 205, 304];

/**
 * Resolves when a vendor answers a request without a key. Such a request belongs to no account: it is not
 * billed, and counts toward no account's rate limit. Any answer below 500 will do, a refusal above all.
 * @throws DependencyError when no answer came, or a 5xx
 */
export const reachable = (vendor: string, url: string, timeoutMs: number) => {
  const exchange = exchanging({ vendor, timeoutMs });
  return async (): Promise<void> => {
    const { status } = await exchange(url, { headers: { "user-agent": "bodega" } });
    if (status >= 500) throw new DependencyError(vendor, new Error(`status ${status}`));
  };
};

/** The same as a `fetch`, for the vendors' SDKs; theirs is text in both directions. */
export const outgoing = (options: OutgoingOptions): Fetch => {
  const exchange = exchanging(options);
  return async (url, init = {}) => {
    const { text, ...answer } = await exchange(String(url), init);
    return new Response(EMPTY.includes(answer.status) ? null : text, answer);
  };
};
