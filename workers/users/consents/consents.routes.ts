import { z } from "zod";
import { Consents } from "#contract/users";
import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { PageQuery } from "#kernel/routes/page";
import { body, json, query } from "#kernel/routes/validate";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { ConsentsService } from "./consents.service";

/** /v1/me/consents: current consents of the account and their history. */
export const consentRoutes = (app: App, consents: ConsentsService) => {
  app.get("/v1/me/consents", access("user", "account"), noQuery, async (c) => {
    const { userId } = requireUser(c.var.actor);
    return privateJson(c, await consents.current(userId));
  });

  app.put(
    "/v1/me/consents",
    access("user", "account"),
    noQuery,
    json,
    body(Consents),
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const input = c.req.valid("json");
      return respondReplayable(
        await consents.change(userId, input, await idempotencyRequest(c, input)),
      );
    },
  );

  const Paged = query(z.strictObject(PageQuery));
  app.get("/v1/me/consents/history", access("user", "account"), Paged, async (c) => {
    const { userId } = requireUser(c.var.actor);
    const page = await consents.history(userId, c.req.valid("query"));
    return privateJson(c, page);
  });
};
