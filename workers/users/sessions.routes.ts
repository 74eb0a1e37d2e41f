import { RefreshToken } from "#contract/users";
import { access } from "#kernel/access";
import type { App } from "#kernel/app";
import { body, json } from "#kernel/validate";
import { keyOf, noQuery } from "./answers.routes";
import type { SessionsService } from "./sessions.service";
import type { Transport } from "./transport.routes";

/** Staying signed in, and signing out. */
export const sessionRoutes = (app: App, sessions: SessionsService, transport: Transport) => {
  app.post("/v1/auth/refresh", access("public"), noQuery, json, body(RefreshToken), async (c) => {
    const { token, by } = transport.refreshToken(c, c.req.valid("json").refreshToken);
    // The token is what counts as the body: two browsers with one key and an empty body are not one.
    const told = await sessions.refresh(token, await keyOf(c, { refreshToken: token }));
    return transport.opened(by, told);
  });

  app.post("/v1/auth/logout", access("public"), noQuery, json, body(RefreshToken), async (c) => {
    const { token, by } = transport.refreshToken(c, c.req.valid("json").refreshToken);
    const told = await sessions.logout(token, await keyOf(c, { refreshToken: token }));
    return transport.closed(by, told);
  });
};
