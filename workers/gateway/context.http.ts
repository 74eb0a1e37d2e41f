import type { Hono, MiddlewareHandler } from "hono";
import type { Target } from "#gateway/requests/target.rules";
import type { Actor } from "#kernel/actor";

/** What the middleware of the gateway puts on the context of a request. */
export interface GatewayContext {
  Variables: {
    actor: Actor;
    /** Where the request goes. Missing for a path that no Worker serves; `requireTarget` rejects those. */
    target: Target;
    /** The cached answer to a page of another origin, which waits for its CORS headers. */
    kept: Response;
  };
}
export type GatewayApp = Hono<GatewayContext>;
export type GatewayMiddleware = MiddlewareHandler<GatewayContext>;
