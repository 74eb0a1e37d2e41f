import { redisClient } from "#kernel/vendors/redis.client";
import { throttleService } from "./throttle.service";
import { throttleStore } from "./throttle.store";

interface Dependencies {
  redis: { url: string; token: string };
  secret: string;
}

/** Builds the service of the exact rate limits, which are counted in Redis. */
export const composeThrottle = ({ redis, secret }: Dependencies) => {
  const store = throttleStore(redisClient(redis));
  return { throttle: throttleService({ store, secret }), ping: store.ping };
};
