import { requireUser } from "#kernel/actor";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { NO_CONTENT } from "#users/replay/answer.rules";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import type { RefreshTokensService } from "./refresh-tokens.service";
import {
  listSessions,
  refreshSession,
  revokeOtherSessions,
  revokeSession,
  signOut,
} from "./sessions.api";
import type { SessionsService } from "./sessions.service";
import type { Transport } from "./transport.http";

interface Dependencies {
  sessions: SessionsService;
  refreshTokens: RefreshTokensService;
  transport: Transport;
}

const nothingToDo = () => respondReplayable({ ...NO_CONTENT, replayed: false });

/** Registers the routes that refresh and end a session, and list the sessions of the account. */
export const sessionRoutes = (app: App, { sessions, refreshTokens, transport }: Dependencies) => {
  route(app, refreshSession, async (c) => {
    const presented = transport.refreshToken(c, c.req.valid("json").refreshToken);
    // The fingerprint is that of the token, to distinguish two browsers with the same idempotency key
    // and empty bodies.
    const request = await idempotencyRequest(c, { refreshToken: presented?.token ?? null });
    if (!presented) return nothingToDo();
    const answer = await refreshTokens.refresh(presented.token, request);
    return transport.respondSignedIn(presented.by, answer);
  });

  route(app, signOut, async (c) => {
    const presented = transport.refreshToken(c, c.req.valid("json").refreshToken);
    if (!presented) return nothingToDo();
    const answer = await refreshTokens.logout(presented.token);
    return transport.respondSignedOut(presented.by, answer);
  });

  route(app, listSessions, async (c) => {
    const page = await sessions.list(requireUser(c.var.actor), c.req.valid("query"));
    return privateJson(c, page);
  });

  route(app, revokeOtherSessions, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(await sessions.revokeOthers(actor, await idempotencyRequest(c, null)));
  });

  route(app, revokeSession, async (c) => {
    const actor = requireUser(c.var.actor);
    return respondReplayable(
      await sessions.revoke(actor, c.req.param("id"), await idempotencyRequest(c, null)),
    );
  });
};
