import { PasswordProof } from "#contract/users";
import { access } from "#kernel/access";
import { requireUser } from "#kernel/actor";
import type { App } from "#kernel/app";
import { body, json } from "#kernel/validate";
import { keyOf, noQuery, tell } from "./answers.routes";
import type { ErasureService } from "./erasure.service";

/** DELETE /v1/me: for good. */
export const erasureRoutes = (app: App, erasure: ErasureService) => {
  app.delete("/v1/me", access("session"), noQuery, json, body(PasswordProof), async (c) => {
    const proof = c.req.valid("json");
    const request = await keyOf(c, proof);
    return tell(await erasure.erase(requireUser(c.var.actor), proof.currentPassword, request));
  });
};
