import { z } from "zod";
import { access } from "#kernel/access";
import { requireUser } from "#kernel/actor";
import type { App } from "#kernel/app";
import { privateJson } from "#kernel/etag";
import { respondReplayable } from "#kernel/idempotency.http";
import { PageQuery } from "#kernel/page";
import { body, json, query } from "#kernel/validate";
import { RefreshToken } from "#users/credentials.contract";
import { keyOf, noQuery } from "#users/replay/idempotency-request.http";
import type { RefreshTokensService } from "./refresh-tokens.service";
import type { SessionsService } from "./sessions.service";
import type { Transport } from "./transport.http";

interface Tools {
  sessions: SessionsService;
  refreshTokens: RefreshTokensService;
  transport: Transport;
}

const PATH = "/v1/me/sessions";

/** Staying signed in, signing out, and one's own sessions. */
export const sessionRoutes = (app: App, { sessions, refreshTokens, transport }: Tools) => {
  app.post(
    "/v1/auth/refresh",
    access("public", "account"),
    noQuery,
    json,
    body(RefreshToken),
    async (c) => {
      const { token, by } = transport.refreshToken(c, c.req.valid("json").refreshToken);
      // The token is what counts as the body: two browsers with one key and an empty body are not one.
      const told = await refreshTokens.refresh(token, await keyOf(c, { refreshToken: token }));
      return transport.opened(by, told);
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
      const told = await refreshTokens.logout(token);
      return transport.closed(by, told);
    },
  );

  app.get(PATH, access("user", "account"), query(z.strictObject(PageQuery)), async (c) => {
    const page = await sessions.list(requireUser(c.var.actor), c.req.valid("query"));
    return privateJson(c, page);
  });

  app.delete(PATH, access("session", "account"), noQuery, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(await sessions.revokeOthers(actor, await keyOf(c, null)));
  });

  app.delete(`${PATH}/:id`, access("session", "account"), noQuery, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(await sessions.revoke(actor, c.req.param("id"), await keyOf(c, null)));
  });
};
