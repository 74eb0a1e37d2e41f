import type * as z from "zod";
import type { Scope } from "#kernel/api-key";
import type { ProblemCode } from "#kernel/errors";
import { type Access, readsStorefront } from "#kernel/routes/access";
import type { RateClass } from "#kernel/routes/rate-classes";

/** The sections of the API reference, in its order. */
export const TAGS = {
  system: "Health, the list of services, and the API reference itself.",
  sessions: "Registration, sign-in, two-factor authentication and sessions.",
  credentials: "Passwords, e-mail addresses and their verification.",
  account: "The signed-in customer: profile, addresses, consents, export and erasure.",
  catalog: "Products, categories and collections.",
  search: "Full-text search and suggestions.",
  carts: "Carts and their lines.",
  orders: "Placing and reading orders.",
  webhooks: "Signed messages of payment providers and of the event queue.",
  "admin-catalog": "Back office: products, categories, collections and the search index.",
  "admin-inventory": "Back office: stock and reservations.",
  "admin-orders": "Back office: orders.",
  "admin-customers": "Back office: customers and staff.",
  "admin-shop": "Back office: settings, API keys, the audit and metrics.",
} as const;
export type Tag = keyof typeof TAGS;

/**
 * How a route treats a repeated request.
 * `safe`: it changes nothing. `key`: it accepts an Idempotency-Key. `keyRequired`: it requires one.
 * `repeatable`: a repetition has no further effect, or only makes a new token. `signed`: the message has an id.
 */
export type Idempotency = "safe" | "key" | "keyRequired" | "repeatable" | "signed";

/** A request body that is not JSON, or whose bytes are signed. The handler reads it. */
export interface RawBody {
  contentTypes: readonly string[];
  description: string;
}

/** The description of a successful response without a body. */
export interface EmptyAnswer {
  description: string;
}

/** A successful response that is not JSON. */
export interface TextAnswer {
  contentTypes: readonly string[];
  description: string;
  /** It has an ETag, so that a conditional read can be answered 304. */
  isConditional?: boolean;
}

/** The statuses of responses that are no problem documents. The queue reads 489, and monitors read 503. */
export type AnswerStatus = 200 | 201 | 202 | 204 | 206 | 301 | 489 | 503;
export type AnswerSchema = z.ZodType | EmptyAnswer | TextAnswer;

/** A problem whose document has more members than RFC 9457 names, such as the lines that are out of stock. */
export interface DetailedProblem {
  code: ProblemCode;
  members: z.ZodRawShape;
}
export type RouteProblem = ProblemCode | DetailedProblem;

/** Returns the code of a problem, with or without more members. */
export const codeOf = (problem: RouteProblem): ProblemCode =>
  typeof problem === "string" ? problem : problem.code;

/** An example of a request and of the first of its answers. A test parses both by their schemas. */
export interface Example {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Null for a response without a body. */
  answer: unknown;
}

/**
 * Everything that a route promises. It drives validation, the OpenAPI document, the typed client, the list of
 * services and the security tests. Errors that follow from access, rate class, body and key are not listed:
 * see `problemsOf`.
 */
export interface RouteDefinition {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Such as `/v1/orders/:id`. */
  path: string;
  /** The name of the operation in clients, such as `placeOrder`. */
  operation: string;
  /** One line in the imperative, without a full stop. */
  summary: string;
  /** Markdown: what a caller must know beyond the schemas. */
  description?: string;
  tag: Tag;
  access: Access;
  /** The scope by which an API key may call the route; null or missing if no key may. */
  scope?: Scope | null;
  /** A test holds the class that the gateway counts in, by its table of prefixes, to this one. */
  rate: RateClass;
  idempotency: Idempotency;
  /** Null if it takes none. */
  body: z.ZodType | RawBody | null;
  /** Null if the route takes no query parameters. Unknown parameters are answered 400. */
  query: z.ZodType | null;
  /**
   * Documents the query parameters where the schema `query` is not an object, such as after a preprocessing.
   */
  queryDocument?: z.ZodType;
  answers: Readonly<Partial<Record<AnswerStatus, AnswerSchema>>>;
  problems: readonly RouteProblem[];
  /** Response headers beyond those that every response may have. */
  headers?: readonly ResponseHeader[];
  example: Example;
}

/** The response headers that only some routes send. */
export type ResponseHeader =
  | "Accept-Ranges"
  | "Content-Disposition"
  | "Content-Language"
  | "Location"
  | "Set-Cookie"
  | "Upstash-NonRetryable-Error";

/** Each route of the back office names its scope, or that it has none. */
type Scoped = { access: "staff"; scope: Scope | null } | { access: Exclude<Access, "staff"> };

/** Returns the definition unchanged, so that TypeScript infers its literal types. */
export const defineRoute = <const Definition extends RouteDefinition & Scoped>(
  definition: Definition,
): Definition => definition;

export const isRawBody = (body: RouteDefinition["body"]): body is RawBody =>
  body !== null && "contentTypes" in body;

export const isSchema = (answer: AnswerSchema): answer is z.ZodType => "safeParse" in answer;

/** The problem codes of a mutation that is refused before its route is called. */
const OF_CHANGE: readonly ProblemCode[] = ["body_too_large", "request_timeout"];
const OF_JSON: readonly ProblemCode[] = ["malformed_json", "unsupported_media_type"];
const OF_KEY: readonly ProblemCode[] = [
  "idempotency_key_invalid",
  "idempotency_in_flight",
  "idempotency_key_reused",
];

/** Problems by the access level, beside `ofCaller`. `cart` and `order` refuse an invalid access token, and need none. */
const OF_ACCESS: Record<Access, readonly ProblemCode[]> = {
  public: [],
  cart: ["token_expired"],
  order: ["token_expired"],
  user: ["token_expired"],
  session: ["token_expired"],
  staff: ["token_expired"],
  admin: ["token_expired"],
  signed: ["signature_invalid"],
};

/** The gateway identifies no caller of these routes, and ignores their credentials. */
const isAnonymous = ({ tag, access }: RouteDefinition) => tag === "system" && access === "public";

/** Returns whether API keys may call the route: those with its scope, or all where it shows the storefront. */
export const takesApiKey = (route: RouteDefinition) =>
  Boolean(route.scope) || (readsStorefront(route) && !isAnonymous(route));

/** Problems of credentials: an invalid API key, and one that may not call the route. */
const ofCaller = (route: RouteDefinition): readonly ProblemCode[] => {
  if (isAnonymous(route)) return [];
  return readsStorefront(route) ? ["unauthenticated"] : ["unauthenticated", "forbidden"];
};

/** What any route may answer: an unreadable request, an unknown parameter, a dependency that is down. */
const OF_ALL: readonly ProblemCode[] = [
  "malformed_request",
  "validation_failed",
  "not_found",
  "internal",
  "overloaded",
  "dependency_unavailable",
];

/** Returns whether the route reads a JSON body. A POST without a body schema accepts an empty object. */
const readsJson = ({ method, body }: RouteDefinition) =>
  body === null ? method === "POST" : !isRawBody(body);

/** Returns every problem code that a route can answer, sorted. */
export const problemsOf = (definition: RouteDefinition): ProblemCode[] => {
  const { method, access, rate, idempotency, problems } = definition;
  const takesKey = idempotency === "key" || idempotency === "keyRequired";
  const all: ProblemCode[] = [
    ...OF_ALL,
    ...OF_ACCESS[access],
    ...ofCaller(definition),
    ...problems.map(codeOf),
    ...(rate === "none" ? [] : (["rate_limited"] as const)),
    ...(method === "GET" ? [] : OF_CHANGE),
    ...(readsJson(definition) ? OF_JSON : []),
    ...(takesKey ? OF_KEY : []),
    ...(idempotency === "keyRequired" ? (["idempotency_key_required"] as const) : []),
  ];
  return [...new Set(all)].toSorted();
};
