import type { Context } from "hono";
import { Login, ProfilePatch, RefreshToken, Register } from "#contract/users";
import { access } from "#kernel/access";
import { requireUser } from "#kernel/actor";
import type { App, AppEnv } from "#kernel/app";
import { jsonWithEtag } from "#kernel/etag";
import { body, json } from "#kernel/validate";
import type { AccountsService } from "./accounts.service";
import { keyOf, noQuery, PRIVATE, tell } from "./answers.routes";
import type { SessionsService } from "./sessions.service";
import type { Transport } from "./transport.routes";

const visitOf = async (c: Context<AppEnv>, input: unknown) => ({
  request: await keyOf(c, input),
  userAgent: c.req.header("user-agent"),
});

/** /v1/auth and /v1/me: signing in, staying signed in, and one's own profile. */
export const accountRoutes = (
  app: App,
  accounts: AccountsService,
  sessions: SessionsService,
  transport: Transport,
) => {
  app.post("/v1/auth/register", access("public"), noQuery, json, body(Register), async (c) => {
    const input = c.req.valid("json");
    transport.demandOwnPage(c, input.transport);
    const told = await accounts.register(input, await visitOf(c, input));
    return transport.opened(input.transport, told);
  });

  app.post("/v1/auth/login", access("public"), noQuery, json, body(Login), async (c) => {
    const input = c.req.valid("json");
    transport.demandOwnPage(c, input.transport);
    const deviceToken = transport.deviceToken(c, input.deviceToken);
    const told = await accounts.login({ ...input, deviceToken }, await visitOf(c, input));
    return transport.opened(input.transport, told);
  });

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

  app.get("/v1/me", access("user"), noQuery, async (c) => {
    const profile = await accounts.profile(requireUser(c.var.actor).userId);
    return jsonWithEtag(c, profile, { headers: PRIVATE });
  });

  app.patch("/v1/me", access("user"), noQuery, json, body(ProfilePatch), async (c) => {
    const { userId } = requireUser(c.var.actor);
    const patch = c.req.valid("json");
    return tell(await accounts.changeProfile(userId, patch, await keyOf(c, patch)));
  });
};
