import type { Limiters } from "#gateway/env";
import type { Actor } from "#kernel/actor";
import { addressBy, clientNetwork } from "#kernel/client-address";
import type { Clock } from "#kernel/clock";
import { minuteLog } from "#kernel/failure";
import {
  EDGE_CLASSES,
  type EdgeClassName,
  RATE_CLASSES,
  type RateClass,
} from "#kernel/routes/rate-classes";
import { type Quota, ratePolicy, rateRefusal } from "#kernel/routes/rate-headers";

/** The rate class that the gateway counts for a route. */
export type EdgeRate = EdgeClassName | "none";

interface Dependencies {
  limiters: Limiters;
  /** The header in which the edge states the client's address. Without it networks are not counted. */
  addressHeader: string | undefined;
  clock: Clock;
}

/** Returns the rate class that the gateway counts for a route of this class. */
export const edgeRateOf = (rate: RateClass): EdgeRate => {
  const declared = RATE_CLASSES[rate];
  return "outer" in declared ? declared.outer : (rate as EdgeRate);
};

const quotaOf = (name: EdgeClassName): Quota => {
  const { requestsMax, periodSeconds } = EDGE_CLASSES[name];
  return { name, max: requestsMax, windowMs: periodSeconds * 1000 };
};

/**
 * Returns a refusal. Its Retry-After is a whole window, because the binding does not reveal when the
 * current one ends.
 */
const refusal = (name: EdgeClassName) => {
  const quota = quotaOf(name);
  return rateRefusal(quota, quota.windowMs ?? 0, "Too many requests. Please wait a moment.");
};

/** Counts requests with the platform's rate limit bindings, before they cost anything. */
export const edgeLimits = ({ limiters, addressHeader, clock }: Dependencies) => {
  const logFailure = minuteLog("rate_limit.failed", clock);

  const addressOf = addressBy(addressHeader);

  /** Returns the API key, account or network to count; undefined if the caller is unknown. */
  const ownerOf = (name: EdgeClassName, request: Request, actor: Actor) => {
    if (actor.kind === "key") return actor.keyId;
    return EDGE_CLASSES[name].of === "account" && actor.kind === "user"
      ? actor.userId
      : clientNetwork(addressOf(request.headers));
  };

  /** Accepts requests when the binding fails, because selling is more important than counting. */
  const mayPass = async (name: EdgeClassName, owner: string) => {
    try {
      return (await limiters[name].limit({ key: `${name} ${owner}` })).success;
    } catch (err) {
      logFailure(err);
      return true;
    }
  };

  /**
   * Counts a request and returns the headers of its response; none if it is not counted.
   * @throws 429 `rate_limited`
   */
  return async (name: EdgeRate, request: Request, actor: Actor) => {
    const owner = name === "none" ? undefined : ownerOf(name, request, actor);
    if (name === "none" || owner === undefined) return {};
    if (!(await mayPass(name, owner))) throw refusal(name);
    return ratePolicy(quotaOf(name));
  };
};
export type EdgeLimits = ReturnType<typeof edgeLimits>;

/**
 * Adds the headers of an edge limit, unless the answer has those of an exact limit, which are more
 * precise.
 */
export const withPolicy = (answer: Response, headers: Record<string, string>) => {
  if (!answer.headers.has("ratelimit-policy"))
    for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
};
