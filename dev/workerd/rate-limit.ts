/**
 * The platform's rate limit binding for workerd, which has none of its own: as miniflare simulates it, in
 * windows of the wall clock, but in the isolate's memory. A window's counts go when the next one begins.
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
