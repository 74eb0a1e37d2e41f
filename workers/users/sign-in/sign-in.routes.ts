import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import type { Transport } from "#users/sessions/transport.http";
import type { ClientRequests } from "./client-request.http";
import * as api from "./sign-in.api";
import type { SignInService } from "./sign-in.service";
import type { TwoFactorService } from "./two-factor.service";

interface Dependencies {
  signIn: SignInService;
  twoFactor: TwoFactorService;
  transport: Transport;
  clients: ClientRequests;
}

/** Registers the routes /v1/auth/login, which sign in with a password and a second factor. */
export const signInRoutes = (app: App, { signIn, twoFactor, transport, clients }: Dependencies) => {
  route(app, api.signIn, async (c) => {
    const input = c.req.valid("json");
    transport.requireOwnPage(c, input.transport);
    const deviceToken = transport.deviceToken(c, input.deviceToken);
    const answer = await signIn.login({ ...input, deviceToken }, await clients.of(c, input));
    return transport.respondSignedIn(input.transport, answer);
  });

  route(app, api.finishSignIn, async (c) => {
    const input = c.req.valid("json");
    transport.requireOwnPage(c, input.transport);
    const answer = await twoFactor.finish(input, await clients.of(c, input));
    return transport.respondSignedIn(input.transport, answer);
  });
};
