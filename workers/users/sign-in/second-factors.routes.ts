import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import {
  changeSecondFactors,
  confirmTotp,
  offerTotp,
  readSecondFactors,
  renewRecoveryCodes,
} from "./second-factors.api";
import type { SecondFactorsService } from "./second-factors.service";

/** Registers the routes /v1/me/second-factors, which show, enable and disable second factors. */
export const secondFactorRoutes = (app: App, factors: SecondFactorsService) => {
  route(app, readSecondFactors, async (c) => {
    const overview = await factors.overview(requireUser(c.var.actor).userId);
    return privateJson(c, overview);
  });

  route(app, changeSecondFactors, async (c) => {
    const body = c.req.valid("json");
    return respondReplayable(
      await factors.switch(requireUser(c.var.actor), body, await idempotencyRequest(c, body)),
    );
  });

  route(app, offerTotp, async (c) => {
    const input = c.req.valid("json");
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await factors.offerTotp(actor, input.currentPassword, await idempotencyRequest(c, input)),
    );
  });

  route(app, confirmTotp, async (c) => {
    const input = c.req.valid("json");
    return respondReplayable(
      await factors.confirmTotp(
        requireUser(c.var.actor),
        input.code,
        await idempotencyRequest(c, input),
      ),
    );
  });

  route(app, renewRecoveryCodes, async (c) => {
    const input = c.req.valid("json");
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await factors.renewCodes(actor, input.currentPassword, await idempotencyRequest(c, input)),
    );
  });
};
