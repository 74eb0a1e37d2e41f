import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { body, json } from "#kernel/routes/validate";
import { PasswordProof, SecondFactorsPatch, TotpCode } from "#users/credentials.contract";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { SecondFactorsService } from "./second-factors.service";

const PATH = "/v1/me/second-factors";

/** /v1/me/second-factors */
export const secondFactorRoutes = (app: App, factors: SecondFactorsService) => {
  app.get(PATH, access("user", "account"), noQuery, async (c) => {
    const overview = await factors.overview(requireUser(c.var.actor).userId);
    return privateJson(c, overview);
  });

  app.patch(PATH, access("session", "code"), noQuery, json, body(SecondFactorsPatch), async (c) => {
    const body = c.req.valid("json");
    return respondReplayable(
      await factors.switch(requireUser(c.var.actor), body, await idempotencyRequest(c, body)),
    );
  });

  app.post(
    `${PATH}/totp`,
    access("session", "code"),
    noQuery,
    json,
    body(PasswordProof),
    async (c) => {
      const input = c.req.valid("json");
      const actor = requireUser(c.var.actor);
      return respondReplayable(
        await factors.offerTotp(actor, input.currentPassword, await idempotencyRequest(c, input)),
      );
    },
  );

  app.post(
    `${PATH}/totp/confirm`,
    access("session", "code"),
    noQuery,
    json,
    body(TotpCode),
    async (c) => {
      const input = c.req.valid("json");
      return respondReplayable(
        await factors.confirmTotp(
          requireUser(c.var.actor),
          input.code,
          await idempotencyRequest(c, input),
        ),
      );
    },
  );

  app.post(
    `${PATH}/recovery-codes`,
    access("session", "code"),
    noQuery,
    json,
    body(PasswordProof),
    async (c) => {
      const input = c.req.valid("json");
      const actor = requireUser(c.var.actor);
      return respondReplayable(
        await factors.renewCodes(actor, input.currentPassword, await idempotencyRequest(c, input)),
      );
    },
  );
};
