import { ProfilePatch } from "#contract/users";
import { access } from "#kernel/access";
import { requireUser } from "#kernel/actor";
import type { App } from "#kernel/app";
import { privateJson } from "#kernel/etag";
import { respondReplayable } from "#kernel/idempotency.http";
import { body, json } from "#kernel/validate";
import { Register } from "#users/credentials.contract";
import { keyOf, noQuery } from "#users/replay/idempotency-request.http";
import type { Transport } from "#users/sessions/transport.http";
import type { Visits } from "#users/sign-in/client-request.http";
import type { AccountsService } from "./accounts.service";

interface Tools {
  accounts: AccountsService;
  transport: Transport;
  visits: Visits;
}

/** How accounts come to be, and one's own profile. */
export const accountRoutes = (app: App, { accounts, transport, visits }: Tools) => {
  app.post(
    "/v1/auth/register",
    access("public", "mail"),
    noQuery,
    json,
    body(Register),
    async (c) => {
      const input = c.req.valid("json");
      transport.demandOwnPage(c, input.transport);
      const told = await accounts.register(input, await visits.of(c, input));
      return transport.opened(input.transport, told);
    },
  );

  app.get("/v1/me", access("user", "account"), noQuery, async (c) => {
    const profile = await accounts.profile(requireUser(c.var.actor).userId);
    return privateJson(c, profile);
  });

  app.patch("/v1/me", access("user", "account"), noQuery, json, body(ProfilePatch), async (c) => {
    const { userId } = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    return respondReplayable(await accounts.changeProfile(userId, patch, await keyOf(c, patch)));
  });
};
