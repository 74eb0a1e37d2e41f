import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import { changeSmsPreferences, readSmsPreferences } from "./sms-preferences.api";
import type { SmsPreferencesService } from "./sms-preferences.service";

/** Registers the routes with which owners of accounts agree to SMS. */
export const smsPreferencesRoutes = (app: App, preferences: SmsPreferencesService) => {
  route(app, readSmsPreferences, async (c) =>
    privateJson(c, await preferences.read(requireUser(c.var.actor).userId)),
  );

  route(app, changeSmsPreferences, async (c) => {
    const patch = c.req.valid("json");
    const request = await idempotencyRequest(c, patch);
    return respondReplayable(await preferences.change(requireUser(c.var.actor), patch, request));
  });
};
