import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { body, json } from "#kernel/routes/validate";
import { Register } from "#users/credentials.contract";
import { noQuery } from "#users/replay/idempotency-request.http";
import type { Transport } from "#users/sessions/transport.http";
import type { ClientRequests } from "#users/sign-in/client-request.http";
import type { RegistrationService } from "./registration.service";

interface Dependencies {
  registration: RegistrationService;
  transport: Transport;
  clients: ClientRequests;
}

/** /v1/auth/register */
export const registrationRoutes = (
  app: App,
  { registration, transport, clients }: Dependencies,
) => {
  app.post(
    "/v1/auth/register",
    access("public", "mail"),
    noQuery,
    json,
    body(Register),
    async (c) => {
      const input = c.req.valid("json");
      transport.requireOwnPage(c, input.transport);
      const answer = await registration.register(input, await clients.of(c, input));
      return transport.respondSignedIn(input.transport, answer);
    },
  );
};
