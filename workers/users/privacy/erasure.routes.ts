import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { NO_CONTENT } from "#users/replay/answer.rules";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import { eraseAccount } from "./erasure.api";
import type { ErasureService } from "./erasure.service";

/** Registers the route DELETE /v1/me, which erases the account. */
export const erasureRoutes = (app: App, erasure: ErasureService) => {
  route(app, eraseAccount, async (c) => {
    const given = c.req.valid("json");
    await idempotencyRequest(c, given ?? null);
    await erasure.erase(requireUser(c.var.actor), given?.currentPassword);
    return respondReplayable({ ...NO_CONTENT, replayed: false });
  });
};
