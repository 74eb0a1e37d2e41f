import type { GatewayMiddleware } from "#gateway/context.http";
import { AppError } from "#kernel/errors";
import { declaresTooLarge } from "./body.http";

/**
 * Rejects a body whose declared length exceeds the bound of its route, before it is read.
 * @throws 413 `body_too_large`
 */
export const rejectLargeBodies: GatewayMiddleware = (c, next) => {
  const { route, cacheKey } = c.get("target");
  if (cacheKey === undefined && declaresTooLarge(c.req.raw, route.bodyMaxBytes))
    throw new AppError("body_too_large");
  return next();
};
