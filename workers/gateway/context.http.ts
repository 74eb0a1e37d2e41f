import type { Hono, MiddlewareHandler } from "hono";
import type { Target } from "#gateway/requests/target.rules";
import type { Actor } from "#kernel/actor";

/** The variables that the gateway's middleware sets on the context of a request. */
export interface GatewayContext {
  Variables: {
    actor: Actor;
    /** Verifies the session of a read that the cache may answer; a guest for an invalid one. Missing without one. */
    member: () => Promise<Actor>;
    /** Whether the cache knows that members may get another answer. */
    isPricedForMembers: boolean;
    /** The Worker of the request. Missing for a path that no Worker serves; `requireTarget` rejects those. */
    target: Target;
    /** The cached answer to a page of another origin or to an API key, until `answerKept`. */
    kept: Response;
  };
}
export type GatewayApp = Hono<GatewayContext>;
export type GatewayMiddleware = MiddlewareHandler<GatewayContext>;
