import { presentedApiKey } from "#gateway/api-keys/api-keys.rules";
import type { GatewayMiddleware } from "#gateway/context.http";
import { setRequestId, setSharedHeaders } from "#gateway/requests/outward.middleware";
import { targetOf } from "#gateway/requests/target.rules";
import { requestIdOf } from "#kernel/call";
import { nameRoute } from "#kernel/sight/operations";
import type { AnswerCache } from "./cache.store";

/** Headers of a request whose answer depends on more than the cache: CORS, an access token, an API key. */
const NOT_ANONYMOUS = ["authorization", "origin"];

/** Whether the answer in memory may be given before any check. */
const isAnonymous = ({ headers }: Request) => !NOT_ANONYMOUS.some((name) => headers.has(name));

/** Returns where a request goes; undefined also for a malformed one, which the app refuses. */
const targetIfWellFormed = (request: Request) => {
  try {
    return targetOf(request);
  } catch {
    return undefined;
  }
};

/**
 * The cache: `fromMemory` before the app is entered. As middleware: `answer` first, `answerKept` after CORS and
 * the check of an API key, `keep` around the Worker's answer.
 */
export const cacheMiddleware = (cache: AnswerCache) => {
  const keptFor = ({ headers }: Request, cacheKey: string | undefined) =>
    cacheKey === undefined ? undefined : cache.answer(cacheKey, headers.get("if-none-match"));

  /** Returns the answer to an anonymous read, if it is in memory. Most reads of a shop are such. */
  const fromMemory = (request: Request): Response | undefined => {
    if (request.method !== "GET" || !isAnonymous(request)) return undefined;
    const kept = keptFor(request, targetIfWellFormed(request)?.cacheKey);
    kept?.headers.set("X-Request-Id", requestIdOf(request.headers));
    return kept;
  };

  /**
   * Finds the target of a request. Answers a read without an API key from memory first, before tokens are
   * verified and requests are counted.
   * @throws 400 `malformed_request`
   */
  const answer: GatewayMiddleware = (c, next) => {
    const { raw } = c.req;
    const target = targetOf(raw);
    if (!target) return next();
    // The Worker's answer tells the exact pattern.
    const { prefix, exact } = target.route;
    nameRoute(exact ? prefix : `${prefix}/*`);
    const authorization = raw.headers.get("authorization");
    const hasApiKey = presentedApiKey(authorization) !== undefined;
    const mayBeMember = authorization !== null && !hasApiKey;
    const isPricedForMembers =
      mayBeMember && target.cacheKey !== undefined && cache.isForMembers(target.cacheKey);
    c.set("isPricedForMembers", isPricedForMembers);
    const kept = isPricedForMembers ? undefined : keptFor(raw, target.cacheKey);
    if (kept && !hasApiKey && !raw.headers.has("origin")) {
      setRequestId(kept.headers);
      return Promise.resolve(kept);
    }
    c.set("target", target);
    if (kept) c.set("kept", kept);
    return next();
  };

  /**
   * Answers from memory what `answer` left: a page of another origin, once its CORS headers are set, and a
   * caller with an API key, once the key is checked.
   */
  const answerKept: GatewayMiddleware = async (c, next) => c.get("kept") ?? next();

  /** Removes the entries that a change has made stale. */
  const purgeChanged = ({ headers }: Response) => {
    const changedTags = headers.get("bodega-purge");
    if (changedTags) cache.purge(changedTags.split(","));
  };

  /**
   * Stores an answer that may be cached, and removes the entries that a change has made stale. Copies the answer
   * once, so that later middleware can change its headers.
   */
  const keep: GatewayMiddleware = async (c, next) => {
    const generation = cache.generation();
    await next();
    if (c.error) return;
    const answer = c.res;
    const { cacheKey } = c.get("target");
    if (cacheKey === undefined) purgeChanged(answer);
    const kept =
      cacheKey === undefined
        ? undefined
        : await cache.keep(cacheKey, answer, generation, setSharedHeaders);
    // Hono copies the headers of the old response into a new one unless the old one is removed first.
    c.res = undefined;
    c.res = kept ?? new Response(answer.body, answer);
  };

  return { fromMemory, answer, answerKept, keep };
};
