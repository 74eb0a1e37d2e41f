import { z } from "zod";
import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { PageQuery } from "#kernel/routes/page";
import { body, json, query } from "#kernel/routes/validate";
import { RefreshToken } from "#users/credentials.contract";
import { idempotencyRequest, noQuery } from "#users/replay/idempotency-request.http";
import type { RefreshTokensService } from "./refresh-tokens.service";
import type { SessionsService } from "./sessions.service";
import type { Transport } from "./transport.http";

interface Dependencies {
  sessions: SessionsService;
  refreshTokens: RefreshTokensService;
  transport: Transport;
}

const PATH = "/v1/me/sessions";

/** Refresh, sign-out, and the sessions of the account. */
export const sessionRoutes = (app: App, { sessions, refreshTokens, transport }: Dependencies) => {
  app.post(
    "/v1/auth/refresh",
    access("public", "account"),
    noQuery,
    json,
    body(RefreshToken),
    async (c) => {
      const { token, by } = transport.refreshToken(c, c.req.valid("json").refreshToken);
      // The token counts as the body, to separate two browsers with one key and empty bodies.
      const answer = await refreshTokens.refresh(
        token,
        await idempotencyRequest(c, { refreshToken: token }),
      );
      return transport.respondSignedIn(by, answer);
    },
  );

  app.post(
    "/v1/auth/logout",
    access("public", "account"),
    noQuery,
    json,
    body(RefreshToken),
    async (c) => {
      const { token, by } = transport.refreshToken(c, c.req.valid("json").refreshToken);
      const answer = await refreshTokens.logout(token);
      return transport.respondSignedOut(by, answer);
    },
  );

  app.get(PATH, access("user", "account"), query(z.strictObject(PageQuery)), async (c) => {
    const page = await sessions.list(requireUser(c.var.actor), c.req.valid("query"));
    return privateJson(c, page);
  });

  app.delete(PATH, access("session", "account"), noQuery, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(await sessions.revokeOthers(actor, await idempotencyRequest(c, null)));
  });

  app.delete(`${PATH}/:id`, access("session", "account"), noQuery, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await sessions.revoke(actor, c.req.param("id"), await idempotencyRequest(c, null)),
    );
  });
};
