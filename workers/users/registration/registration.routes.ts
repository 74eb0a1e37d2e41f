import { access } from "#kernel/access";
import type { App } from "#kernel/app";
import { body, json } from "#kernel/validate";
import { Register } from "#users/credentials.contract";
import { noQuery } from "#users/replay/idempotency-request.http";
import type { Transport } from "#users/sessions/transport.http";
import type { Visits } from "#users/sign-in/client-request.http";
import type { RegistrationService } from "./registration.service";

interface Tools {
  registration: RegistrationService;
  transport: Transport;
  visits: Visits;
}

/** /v1/auth/register */
export const registrationRoutes = (app: App, { registration, transport, visits }: Tools) => {
  app.post(
    "/v1/auth/register",
    access("public", "mail"),
    noQuery,
    json,
    body(Register),
    async (c) => {
      const input = c.req.valid("json");
      transport.demandOwnPage(c, input.transport);
      const told = await registration.register(input, await visits.of(c, input));
      return transport.opened(input.transport, told);
    },
  );
};
