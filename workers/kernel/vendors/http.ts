import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";
import { answeredWith, requestTo, withinSpan } from "#kernel/sight/client-span";
import { retryBudget } from "#kernel/vendors/retry-budget";

/** How to call a dependency. */
export interface OutgoingOptions {
  /** The dependency's name, for the log. */
  vendor: string;
  /** Deadline of each try. */
  timeoutMs: number;
  /** Maximum tries; 1 for calls that must not run twice. Only lost responses and 5xx are retried. */
  tries?: number;
}

/** A complete response. One that breaks off counts as lost. */
export interface Exchange {
  status: number;
  headers: Headers;
  text: string;
}

/** A `fetch` that takes only URLs, because a `Request` may have its own body. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

const BACKOFF_BASE_MS = 50;
const BACKOFF_CAP_MS = 1000;

const backoff = (attempt: number) => {
  const capMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * capMs));
};

/** Returns a plain object, because the runtime processes it faster than a `Headers`. */
const traced = (headers: RequestInit["headers"] = {}) => {
  const { requestId } = currentTrace();
  const plain =
    headers instanceof Headers || Array.isArray(headers)
      ? Object.fromEntries(headers as Iterable<[string, string]>)
      : (headers as Record<string, string>);
  return { ...plain, "x-request-id": requestId };
};

/**
 * Calls a dependency with the request id and a deadline. Retries if the options and the retry budget
 * allow it. The request body must be text.
 * @throws DependencyError if no complete answer arrives
 */
export const exchanging = ({ vendor, timeoutMs, tries = 1 }: OutgoingOptions) => {
  const budget = retryBudget();
  const once = (url: string, { headers, ...init }: RequestInit): Promise<Exchange> =>
    withinSpan(
      () => requestTo(vendor, url, init.method),
      async (outgoing) => {
        const { traceparent } = outgoing;
        const answer = await fetch(url, {
          ...init,
          headers: { ...(headers as Record<string, string>), traceparent },
          signal: AbortSignal.timeout(timeoutMs),
        });
        answeredWith(outgoing, answer.status);
        return { status: answer.status, headers: answer.headers, text: await answer.text() };
      },
    );
  return async (url: string, init: RequestInit): Promise<Exchange> => {
    budget.earn();
    const request = { ...init, headers: traced(init.headers) };
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= tries;
      try {
        const exchange = await once(url, request);
        if (exchange.status < 500 || last || !budget.spend()) return exchange;
      } catch (cause) {
        if (last || !budget.spend()) throw new DependencyError(vendor, cause);
      }
      await backoff(attempt);
    }
  };
};

/** Statuses of responses without a body. */
const EMPTY = [204, 205, 304];

/**
 * Resolves if a vendor responds to a request without a key. Such a request is not billed and does not
 * count toward an account's rate limit. Any status below 500 counts as a response, also a refusal of the
 * missing key.
 * @throws DependencyError if no answer arrives, or a 5xx
 */
export const reachable = (vendor: string, url: string, timeoutMs: number) => {
  const exchange = exchanging({ vendor, timeoutMs });
  return async (): Promise<void> => {
    const { status } = await exchange(url, { headers: { "user-agent": "bodega" } });
    if (status >= 500) throw new DependencyError(vendor, new Error(`status ${status}`));
  };
};

/**
 * Returns a `fetch` that calls the dependency as `exchanging` does, for vendors' SDKs, which send and receive
 * text.
 */
export const outgoing = (options: OutgoingOptions): Fetch => {
  const exchange = exchanging(options);
  return async (url, init = {}) => {
    const { text, ...answer } = await exchange(String(url), init);
    return new Response(EMPTY.includes(answer.status) ? null : text, answer);
  };
};
