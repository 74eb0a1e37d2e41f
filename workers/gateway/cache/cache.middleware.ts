import { presentedApiKey } from "#gateway/api-keys/api-keys.rules";
import type { GatewayMiddleware } from "#gateway/context.http";
import { setRequestId, setSharedHeaders } from "#gateway/requests/outward.middleware";
import { type Target, targetOf } from "#gateway/requests/target.rules";
import { requestIdOf } from "#kernel/call";
import { nameRoute } from "#kernel/sight/operations";
import type { AnswerCache } from "./cache.store";
import type { ShopLanguages } from "./languages.store";
import { entryOf } from "./spoken-read.rules";

/** Headers of a request whose answer depends on more than the cache: CORS, an access token, an API key. */
const NOT_ANONYMOUS = ["authorization", "origin"];

/** Whether the answer in memory may be given before any check. */
const isAnonymous = ({ headers }: Request) => !NOT_ANONYMOUS.some((name) => headers.has(name));

/** Returns the name of the entry that answers a request; undefined if none may. */
const entryIn = ({ cacheKey, language }: Target) =>
  cacheKey === undefined ? undefined : entryOf({ cacheKey, language });

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
export const cacheMiddleware = (
  cache: AnswerCache,
  languages: Pick<ShopLanguages, "spoken" | "forget">,
) => {
  const keptFor = ({ headers }: Request, target: Target | undefined) => {
    const entry = target && entryIn(target);
    return entry === undefined ? undefined : cache.answer(entry, headers.get("if-none-match"));
  };

  const spokenTarget = (request: Request, target: Target | undefined) =>
    target && languages.spoken(target, request.headers);

  /** Returns the answer to an anonymous read, if it is in memory. Most reads of a shop are such. */
  const fromMemory = (request: Request): Response | undefined => {
    if (request.method !== "GET" || !isAnonymous(request)) return undefined;
    const kept = keptFor(request, spokenTarget(request, targetIfWellFormed(request)));
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
    const target = spokenTarget(raw, targetOf(raw));
    if (!target) return next();
    // The Worker's answer tells the exact pattern.
    const { prefix, exact } = target.route;
    nameRoute(exact ? prefix : `${prefix}/*`);
    const authorization = raw.headers.get("authorization");
    const hasApiKey = presentedApiKey(authorization) !== undefined;
    const mayBeMember = authorization !== null && !hasApiKey;
    const isPricedForMembers = mayBeMember && cache.isForMembers(entryIn(target) ?? "");
    c.set("isPricedForMembers", isPricedForMembers);
    const kept = isPricedForMembers ? undefined : keptFor(raw, target);
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
    if (!changedTags) return;
    cache.purge(changedTags.split(","));
    languages.forget();
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
    const target = c.get("target");
    if (target.cacheKey === undefined) purgeChanged(answer);
    const entry = entryIn(target);
    const kept =
      entry === undefined
        ? undefined
        : await cache.keep(entry, answer, generation, setSharedHeaders);
    // Hono copies the headers of the old response into a new one unless the old one is removed first.
    c.res = undefined;
    c.res = kept ?? new Response(answer.body, answer);
  };

  return { fromMemory, answer, answerKept, keep };
};
