import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import { changeConsents, listConsentChanges, readConsents } from "./consents.api";
import type { ConsentsService } from "./consents.service";

/**
 * Registers the routes /v1/me/consents, which read and change the consents of the account and list their
 * history.
 */
export const consentRoutes = (app: App, consents: ConsentsService) => {
  route(app, readConsents, async (c) => {
    const { userId } = requireUser(c.var.actor);
    return privateJson(c, await consents.current(userId));
  });

  route(app, changeConsents, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const input = c.req.valid("json");
    return respondReplayable(
      await consents.change(userId, input, await idempotencyRequest(c, input)),
    );
  });

  route(app, listConsentChanges, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const page = await consents.history(userId, c.req.valid("query"));
    return privateJson(c, page);
  });
};
