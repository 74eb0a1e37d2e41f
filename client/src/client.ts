import type { RequestOptions } from "./operation.js";
import { ENDPOINTS, type Endpoint, type Operations } from "./operations.js";
import { type Page, Pages } from "./pages.js";
import type { AnyProblem, Result } from "./result.js";
import { type Answer, type RetryBounds, type Surroundings, send } from "./send.js";
import { memoryStore, type NewTokens, sessionOf, type Transport } from "./session.js";

export interface ClientOptions {
  /** The address of the shop, such as `https://api.shop.example`. */
  baseUrl: string;
  /** How sessions are kept; by default tokens in memory. */
  session?: Transport;
  /** By default four tries in 30 seconds. */
  retry?: Partial<RetryBounds>;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** A method for each operation of the API, named as in its reference. */
export type Client = Operations;

type Values = Record<string, unknown>;
interface Call extends RequestOptions {
  path: string;
  body?: unknown;
  query?: Values | undefined;
}

const RETRY: RetryBounds = { triesMax: 4, totalMs: 30_000 };
const SIGN_INS = new Set(["register", "signIn", "finishSignIn"]);
const STALE = new Set(["token_expired", "unauthenticated"]);
/** What the shop answers to a refresh without a token. */
const noSession = (): Answer => ({
  data: undefined,
  response: new Response(null, { status: 204 }),
});

/** Repeats an array's parameter, and writes the members of a record as `name.member`. */
const parametersOf = (name: string, value: unknown): [string, string][] => {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => parametersOf(name, one));
  if (typeof value === "object")
    return Object.entries(value).flatMap(([key, one]) => parametersOf(`${name}.${key}`, one));
  return [[name, String(value)]];
};

const queryOf = (query: Values = {}) => {
  const pairs = Object.entries(query).flatMap(([name, value]) => parametersOf(name, value));
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
};

/** Returns the call that a method's arguments mean: path parameters, body, query, options. */
const callOf = ({ path, body, query }: Endpoint, given: unknown[]): Call => {
  const rest = [...given];
  const filled = path.replace(/{\w+}/g, () => encodeURIComponent(String(rest.shift())));
  return {
    path: filled,
    ...(body && { body: rest.shift() }),
    ...(query && { query: rest.shift() as Values | undefined }),
    ...(rest.shift() as RequestOptions | undefined),
  };
};

/** A file says itself what it is. */
const typeOf = (contentType: string, body: unknown) =>
  (body instanceof Blob && body.type) || contentType;

const headersOf = (
  { method, body: contentType }: Endpoint,
  call: Call,
): Record<string, string> => ({
  ...(call.body !== undefined && contentType && { "content-type": typeOf(contentType, call.body) }),
  ...(method !== "GET" && { "idempotency-key": call.idempotencyKey ?? crypto.randomUUID() }),
  ...(call.ifMatch && { "if-match": call.ifMatch }),
  ...(call.turnstileToken && { "turnstile-token": call.turnstileToken }),
});

const encoded = (contentType: string, body: unknown) => {
  if (body instanceof Blob) return body;
  return /json/.test(contentType) ? JSON.stringify(body) : String(body);
};

/** Returns a client with the network, clock and random numbers of `around`. */
export const clientWith = (options: ClientOptions, around: Surroundings): Client => {
  const { baseUrl, session: transport = { transport: "bearer", store: memoryStore() } } = options;
  const root = baseUrl.replace(/\/$/, "");
  const bounds = { ...RETRY, ...options.retry };
  const usesCookies = transport.transport === "cookie";

  /** Sends one request with its retries; `token` is added to the prepared headers. */
  const request = (endpoint: Endpoint, call: Call, headers: Record<string, string>, token = "") =>
    send(
      root + call.path + queryOf(call.query),
      {
        method: endpoint.method,
        headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
        ...(call.body !== undefined && { body: encoded(endpoint.body ?? "", call.body) }),
        ...(usesCookies && call.path.startsWith("/v1/auth/") && { credentials: "include" }),
      },
      { around, bounds, ...(call.signal && { signal: call.signal }) },
    );

  const refresh = (body: object) => {
    const call = { path: ENDPOINTS.refreshSession.path, body };
    return request(ENDPOINTS.refreshSession, call, headersOf(ENDPOINTS.refreshSession, call));
  };
  const session = sessionOf(transport, refresh, around.nowMs);

  /** Sends a request of the session, and once more with a new token when the shop refuses the first. */
  const authorized = async (endpoint: Endpoint, call: Call): Promise<Answer> => {
    const headers = headersOf(endpoint, call);
    if (!endpoint.token) return request(endpoint, call, headers);
    const undecided = await session.prepare();
    if (undecided) return undecided;
    const token = session.token();
    const answer = await request(endpoint, call, headers, token);
    if (!token || answer.response?.status !== 401 || !STALE.has(answer.error?.code ?? ""))
      return answer;
    return (await session.prepare(token)) ?? request(endpoint, call, headers, session.token());
  };

  /** Returns the body with what the session adds to the operations that begin and end it. */
  const withSession = async (name: string, body: unknown) => {
    if (name !== "signOut" && !SIGN_INS.has(name)) return body;
    if (usesCookies)
      return name === "signOut" ? body : { transport: "cookie", ...(body as object) };
    const { refreshToken, deviceToken } = (await session.tokens()) ?? {};
    if (name === "signOut") return { refreshToken, ...(body as object) };
    return name === "signIn" ? { deviceToken, ...(body as object) } : body;
  };

  const run = async (name: string, endpoint: Endpoint, call: Call): Promise<Answer> => {
    if (name === "refreshSession") return (await session.renew()) ?? noSession();
    const body = await withSession(name, call.body);
    const answer = await authorized(endpoint, { ...call, body });
    if (answer.error) return answer;
    if (SIGN_INS.has(name)) await session.keep(answer.data as NewTokens);
    if (name === "signOut") await session.end();
    return answer;
  };

  const methodOf =
    (name: string, endpoint: Endpoint) =>
    (...given: unknown[]) => {
      const call = callOf(endpoint, given);
      if (!endpoint.paged) return run(name, endpoint, call);
      return new Pages((cursor) => {
        const query = { ...call.query, ...(cursor && { cursor }) };
        return run(name, endpoint, { ...call, query }) as Promise<
          Result<Page<unknown>, AnyProblem>
        >;
      });
    };
  const methods = Object.entries(ENDPOINTS).map(
    ([name, endpoint]) => [name, methodOf(name, endpoint)] as const,
  );
  return Object.fromEntries(methods) as unknown as Client;
};
