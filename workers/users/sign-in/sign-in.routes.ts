import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { body, json } from "#kernel/routes/validate";
import { Login, TwoFactorCode } from "#users/credentials.contract";
import { noQuery } from "#users/replay/idempotency-request.http";
import type { Transport } from "#users/sessions/transport.http";
import type { ClientRequests } from "./client-request.http";
import type { SignInService } from "./sign-in.service";
import type { TwoFactorService } from "./two-factor.service";

interface Dependencies {
  signIn: SignInService;
  twoFactor: TwoFactorService;
  transport: Transport;
  clients: ClientRequests;
}

/** /v1/auth/login, and its second factor. */
export const signInRoutes = (app: App, { signIn, twoFactor, transport, clients }: Dependencies) => {
  app.post("/v1/auth/login", access("public", "code"), noQuery, json, body(Login), async (c) => {
    const input = c.req.valid("json");
    transport.requireOwnPage(c, input.transport);
    const deviceToken = transport.deviceToken(c, input.deviceToken);
    const answer = await signIn.login({ ...input, deviceToken }, await clients.of(c, input));
    return transport.respondSignedIn(input.transport, answer);
  });

  app.post(
    "/v1/auth/second-factor",
    access("public", "code"),
    noQuery,
    json,
    body(TwoFactorCode),
    async (c) => {
      const input = c.req.valid("json");
      transport.requireOwnPage(c, input.transport);
      const answer = await twoFactor.finish(input, await clients.of(c, input));
      return transport.respondSignedIn(input.transport, answer);
    },
  );
};
