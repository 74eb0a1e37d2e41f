import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import { changeProfile, readProfile } from "./accounts.api";
import type { AccountsService } from "./accounts.service";

/** Registers the routes /v1/me, which read and change the profile of the signed-in account. */
export const accountRoutes = (app: App, accounts: AccountsService) => {
  route(app, readProfile, async (c) => {
    const profile = await accounts.profile(requireUser(c.var.actor).userId);
    return privateJson(c, profile);
  });

  route(app, changeProfile, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    return respondReplayable(
      await accounts.changeProfile(userId, patch, await idempotencyRequest(c, patch)),
    );
  });
};
