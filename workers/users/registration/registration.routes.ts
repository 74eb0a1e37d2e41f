import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import type { Transport } from "#users/sessions/transport.http";
import type { ClientRequests } from "#users/sign-in/client-request.http";
import { register } from "./registration.api";
import type { RegistrationService } from "./registration.service";

interface Dependencies {
  registration: RegistrationService;
  transport: Transport;
  clients: ClientRequests;
}

/** Registers the route /v1/auth/register, which creates an account and its first session. */
export const registrationRoutes = (
  app: App,
  { registration, transport, clients }: Dependencies,
) => {
  route(app, register, async (c) => {
    const input = c.req.valid("json");
    transport.requireOwnPage(c, input.transport);
    const answer = await registration.register(input, await clients.of(c, input));
    return transport.respondSignedIn(input.transport, answer);
  });
};
