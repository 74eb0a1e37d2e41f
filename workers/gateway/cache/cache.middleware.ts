import { presentedApiKey } from "#gateway/api-keys/api-keys.rules";
import type { GatewayMiddleware } from "#gateway/context.http";
import { setFixedHeaders, setRequestId } from "#gateway/requests/outward.middleware";
import { targetOf } from "#gateway/requests/target.rules";
import { nameRoute } from "#kernel/sight/operations";
import type { AnswerCache } from "./cache.store";

/**
 * The cache as middleware: `answer` first, `answerKept` after CORS and the check of an API key, `keep`
 * around the Worker's answer.
 */
export const cacheMiddleware = (cache: AnswerCache) => {
  /**
   * Finds the target of a request. Answers an anonymous read from memory first, before tokens are
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
    const kept =
      target.cacheKey === undefined
        ? undefined
        : cache.answer(target.cacheKey, raw.headers.get("if-none-match"));
    const hasApiKey = presentedApiKey(raw.headers.get("authorization")) !== undefined;
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
  const answerKept: GatewayMiddleware = async (c, next) => c.var.kept ?? next();

  /** Stores an answer that may be cached, and removes the entries that a change has made stale. */
  const keep: GatewayMiddleware = async (c, next) => {
    const generation = cache.generation();
    await next();
    if (c.error) return;
    const { cacheKey } = c.var.target;
    if (cacheKey === undefined) {
      const changedTags = c.res.headers.get("bodega-purge");
      if (changedTags) cache.purge(changedTags.split(","));
      return;
    }
    setFixedHeaders(c.res.headers);
    const kept = await cache.keep(cacheKey, c.res, generation);
    if (!kept) return;
    // Hono copies the headers of the old response into a new one unless the old one is removed first.
    c.res = undefined;
    c.res = kept;
  };

  return { answer, answerKept, keep };
};
