import type { PlatformCache } from "./edge-cache.client";

/** Returns a cache that records the tags of each purge, with the results of Cloudflare's documented types. */
export const recordingCache = (result: CachePurgeResult = { success: true, errors: [] }) => {
  const purged: string[][] = [];
  const platform: PlatformCache = {
    purge: async ({ tags = [] }) => {
      purged.push(tags);
      return result;
    },
  };
  return { ...platform, purged };
};
