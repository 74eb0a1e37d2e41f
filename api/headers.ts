import type { ResponseHeader } from "#kernel/routes/definition";

interface HeaderEntry {
  description: string;
  /** The statuses that may have it; every status without it. */
  statuses?: readonly number[];
}

/** Response headers that a client reads; each answer may have those of its status. */
export const RESPONSE_HEADERS: Record<string, HeaderEntry> = {
  "X-Request-Id": { description: "The id of the request, which logs and problem documents name." },
  ETag: {
    description: "The version of what was read or changed, for `If-None-Match` and `If-Match`.",
    statuses: [200, 201, 206, 304],
  },
  "RateLimit-Policy": {
    description: "The limit of the route's rate class (draft-ietf-httpapi-ratelimit-headers).",
  },
  RateLimit: { description: "What is left of an exact limit, and the seconds until it is reset." },
  "Idempotent-Replayed": {
    description: "`true` if this is the stored answer to an earlier request with the same key.",
  },
  "Retry-After": {
    description: "Seconds to wait before the request is repeated.",
    statuses: [409, 429, 503],
  },
  "Content-Range": {
    description: "The part that is answered, and the length of the whole.",
    statuses: [206, 416],
  },
  "WWW-Authenticate": {
    description: "The scheme, and `invalid_token` where a token was refused (RFC 6750).",
    statuses: [401],
  },
};

/** Response headers of single routes, which their definitions name. */
export const ROUTE_HEADERS: Record<ResponseHeader, string> = {
  "Accept-Ranges": "`bytes`: a part can be requested with `Range`.",
  "Content-Language": "The locale of the texts; missing in an empty list.",
  "Content-Disposition": "The name of the file.",
  Location: "The path of what was created, or of what has moved.",
  "Set-Cookie": "The tokens, for clients that use the `cookie` transport.",
  "Upstash-NonRetryable-Error": "Asks the queue to give up.",
};

/** Headers of every answer that tell a client nothing about its request: security, caching, CORS, transport. */
export const PLAIN_HEADERS: readonly string[] = [
  "access-control-allow-credentials",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-security-policy",
  "content-type",
  "cross-origin-resource-policy",
  "date",
  "keep-alive",
  "referrer-policy",
  "strict-transport-security",
  "transfer-encoding",
  "vary",
  "x-content-type-options",
  "x-frame-options",
];

interface RequestHeader {
  name: string;
  description: string;
  required?: true;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

export const REQUEST_HEADERS = {
  key: {
    name: "Idempotency-Key",
    description: "A random name of this request: a repetition gets the first answer again.",
    minLength: 8,
    maxLength: 255,
    pattern: "^[!-~]+$",
  },
  ifMatch: {
    name: "If-Match",
    description: "The ETag that the change is based on; 412 if there is a newer version.",
  },
  ifNoneMatch: { name: "If-None-Match", description: "An ETag; 304 if it is still current." },
  language: {
    name: "Accept-Language",
    description: "The languages of texts (RFC 9110 §12.5.4), unless `locale` names one.",
  },
  human: {
    name: "Turnstile-Token",
    description: "The token of Cloudflare Turnstile, where the shop asks for it.",
    maxLength: 2048,
  },
} as const satisfies Record<string, RequestHeader>;
