import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";
import { redisClient } from "#kernel/vendors/redis.client";

export type RedisEngine = "embedded" | "server";

/**
 * Starts an empty Redis behind Upstash's protocol. The deadline is long, so that tests pass on slow
 * machines.
 */
export const testRedis = async (engine: RedisEngine = "embedded") => {
  const token = "bodega-dev";
  const standIn = await redisStandIn({ dataDir: ":memory:", token, engine });
  const { url, stop } = serveStandIn(standIn, 0);
  return {
    redis: redisClient({ url, token, timeoutMs: 10_000 }),
    faults: standIn.faults,
    url,
    stop,
  };
};
