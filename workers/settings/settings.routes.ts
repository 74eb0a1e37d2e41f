import { requireUser } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { entityTag, PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { changeSettings, readSettings } from "./settings.api";
import type { SettingsService } from "./settings.service";

/** /v1/admin/settings: the settings of the shop. */
export const settingsRoutes = (app: App, settings: SettingsService) => {
  route(app, readSettings, async (c) => privateJson(c, await settings.read()));

  route(app, changeSettings, async (c) => {
    const actor = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    const request = await keyedRequestOf(c, { principal: actor.userId, body: patch });
    const ifMatch = c.req.header("if-match");
    const answer = await settings.change({ patch, request, ifMatch, actor });
    return respondReplayable(answer, { ...PRIVATE, ETag: await entityTag(answer.body) });
  });
};
