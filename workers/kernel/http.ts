import { currentTrace } from "#kernel/call";
import { DependencyError } from "#kernel/errors";

interface OutgoingOptions {
  /** The dependency's name, for the log. */
  vendor: string;
  /** Deadline of each try. */
  timeoutMs: number;
  /** 1 for anything that must not run twice. Only lost answers and 5xx are tried again. */
  tries?: number;
}

export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

const BACKOFF_BASE_MS = 50;
const BACKOFF_CAP_MS = 1000;

/**
 * A retry budget for one isolate, as in the SDKs of the Amazon Builders' Library: each call earns a
 * tenth of a retry, at most ten are saved up, so that retries never multiply an outage.
 */
const budget = { tokens: 10 };
const earn = () => {
  budget.tokens = Math.min(10, budget.tokens + 0.1);
};
const spend = () => {
  if (budget.tokens < 1) return false;
  budget.tokens -= 1;
  return true;
};

const backoff = (attempt: number) => {
  const capMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * capMs));
};

const withTrace = (input: RequestInfo | URL, init: RequestInit | undefined) => {
  const { requestId, traceparent } = currentTrace();
  const made = input instanceof Request && init === undefined;
  const request = made ? input : new Request(input as Request, init);
  request.headers.set("x-request-id", requestId);
  request.headers.set("traceparent", traceparent);
  return request;
};

/** The answer with all of its body, for one that breaks off is no answer; and nothing is left unread. */
const whole = async (answer: Response) => {
  const body = await answer.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, answer);
};

/**
 * The `fetch` that every vendor's SDK is given: it carries the request id, ends at a deadline and
 * tries again only where that is safe and the isolate's retry budget allows.
 * @throws DependencyError when no answer came, or not all of it
 */
export const outgoing = ({ vendor, timeoutMs, tries = 1 }: OutgoingOptions): Fetch => {
  return async (input, init) => {
    earn();
    const request = withTrace(input, init);
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= tries;
      const copy = last ? request : request.clone();
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const answer = await whole(await fetch(copy, { signal }));
        if (answer.status < 500 || last || !spend()) return answer;
      } catch (cause) {
        if (last || !spend()) throw new DependencyError(vendor, cause);
      }
      await backoff(attempt);
    }
  };
};
