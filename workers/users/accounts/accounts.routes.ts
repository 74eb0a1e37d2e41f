import { ProfilePatch } from "#contract/users";
import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { body, json } from "#kernel/routes/validate";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { AccountsService } from "./accounts.service";

/** /v1/me: the profile of the account that is signed in. */
export const accountRoutes = (app: App, accounts: AccountsService) => {
  app.get("/v1/me", access("user", "account"), noQuery, async (c) => {
    const profile = await accounts.profile(requireUser(c.var.actor).userId);
    return privateJson(c, profile);
  });

  app.patch("/v1/me", access("user", "account"), noQuery, json, body(ProfilePatch), async (c) => {
    const { userId } = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    return respondReplayable(
      await accounts.changeProfile(userId, patch, await idempotencyRequest(c, patch)),
    );
  });
};
