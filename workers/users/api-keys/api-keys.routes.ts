import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.api";
import type { ApiKeysService } from "./api-keys.service";

/** API keys, as admins make, list and revoke them. */
export const apiKeyRoutes = (app: App, apiKeys: ApiKeysService) => {
  route(app, listApiKeys, async (c) => privateJson(c, await apiKeys.list(c.req.valid("query"))));

  route(app, createApiKey, async (c) => {
    const actor = requireUser(c.var.actor);
    const newKey = c.req.valid("json");
    const request = await idempotencyRequest(c, newKey);
    return respondReplayable(await apiKeys.create(actor, newKey, request));
  });

  route(app, revokeApiKey, async (c) => {
    const actor = requireUser(c.var.actor);
    const request = await idempotencyRequest(c, null);
    return respondReplayable(await apiKeys.revoke(actor, c.req.param("id"), request));
  });
};
