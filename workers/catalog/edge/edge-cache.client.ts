import { log } from "#kernel/log";

/** The part of the platform's cache that purges: https://developers.cloudflare.com/workers/cache/purge/ */
export type PlatformCache = Pick<CacheContext, "purge">;

/** The cache of Cloudflare's data centres in front of this Worker. */
export interface EdgeCache {
  /** Removes the answers with one of these tags, in every data centre. */
  purge(tags: readonly string[]): Promise<void>;
}

/** Returns whether the platform caches this Worker. Local runtimes have an object without methods. */
const canPurge = (platform: Partial<PlatformCache> | undefined): platform is PlatformCache =>
  typeof platform?.purge === "function";

/**
 * Cloudflare's cache of this Worker's answers; does nothing where there is none. Cloudflare refuses purges beyond five
 * a minute. A refused purge is logged and not repeated: the answers expire before a repetition would be accepted.
 * @throws what the platform throws when it is not reached, so that the event is delivered again
 */
export const edgeCache = (platform: Partial<PlatformCache> | undefined): EdgeCache => ({
  async purge(tags) {
    if (!canPurge(platform)) return;
    const { success, errors } = await platform.purge({ tags: [...tags] });
    if (!success) log.warn("edge.purge_refused", { tags: tags.length, errors });
  },
});
