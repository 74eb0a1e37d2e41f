import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access, annotate } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { body, json, whereGiven } from "#kernel/routes/validate";
import { PasswordProof } from "#users/credentials.contract";
import { NO_CONTENT } from "#users/replay/answer.rules";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { ErasureService } from "./erasure.service";

const proof = annotate(whereGiven(body(PasswordProof)), { body: PasswordProof });

/** DELETE /v1/me: erasure of the account. */
export const erasureRoutes = (app: App, erasure: ErasureService) => {
  app.delete("/v1/me", access("session", "code"), noQuery, whereGiven(json), proof, async (c) => {
    const given = c.req.valid("json" as never) as PasswordProof | undefined;
    await idempotencyRequest(c, given ?? null);
    await erasure.erase(requireUser(c.var.actor), given?.currentPassword);
    return respondReplayable({ ...NO_CONTENT, replayed: false });
  });
};
