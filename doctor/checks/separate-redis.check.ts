import { type Check, isDeployed, valueIn, warn } from "#doctor/check";

/** Checks that carts and counters have a Redis each, so that a flood of carts does not stop sign-in. */
export const separateRedis: Check = {
  name: "separate-redis",
  needs: ["UPSTASH_REDIS_REST_URL", "COUNTERS_REDIS_URL"],
  run(context) {
    const isShared =
      valueIn(context, "UPSTASH_REDIS_REST_URL") === valueIn(context, "COUNTERS_REDIS_URL");
    if (!isDeployed(context) || !isShared) return [];
    return [
      warn({
        code: "redis.shared",
        where: "COUNTERS_REDIS_URL",
        problem: "Carts and counters share one Redis, so that many carts can stop sign-in.",
        action: "Create a second Redis, and set COUNTERS_REDIS_URL and COUNTERS_REDIS_TOKEN.",
      }),
    ];
  },
};
