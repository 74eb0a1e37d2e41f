/**
 * The source of a module that implements Cloudflare's rate limit binding for workerd, which lacks it. It counts
 * in windows of the wall clock, as miniflare does, but in the isolate's memory, and drops the counts when the
 * next window begins.
 * https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
export const RATE_LIMIT_MODULE = `export default ({ limit, period }) => {
  const counts = new Map();
  let window = 0;
  return {
    async limit({ key }) {
      const current = Math.floor(Date.now() / (period * 1000));
      if (current !== window) counts.clear();
      window = current;
      const count = counts.get(key) ?? 0;
      if (count >= limit) return { success: false };
      counts.set(key, count + 1);
      return { success: true };
    },
  };
};`;
