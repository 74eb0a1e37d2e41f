import { access } from "#kernel/access";
import type { App } from "#kernel/app";
import { body, json } from "#kernel/validate";
import { Login, SecondStep } from "#users/credentials.contract";
import { noQuery } from "#users/replay/idempotency-request.http";
import type { Transport } from "#users/sessions/transport.http";
import type { Visits } from "./client-request.http";
import type { SignInService } from "./sign-in.service";
import type { SecondStepService } from "./two-factor.service";

interface Tools {
  signIn: SignInService;
  secondStep: SecondStepService;
  transport: Transport;
  visits: Visits;
}

/** /v1/auth/login and its second step. */
export const signInRoutes = (app: App, { signIn, secondStep, transport, visits }: Tools) => {
  app.post("/v1/auth/login", access("public", "code"), noQuery, json, body(Login), async (c) => {
    const input = c.req.valid("json");
    transport.demandOwnPage(c, input.transport);
    const deviceToken = transport.deviceToken(c, input.deviceToken);
    const told = await signIn.login({ ...input, deviceToken }, await visits.of(c, input));
    return transport.opened(input.transport, told);
  });

  app.post(
    "/v1/auth/second-factor",
    access("public", "code"),
    noQuery,
    json,
    body(SecondStep),
    async (c) => {
      const input = c.req.valid("json");
      transport.demandOwnPage(c, input.transport);
      const told = await secondStep.finish(input, await visits.of(c, input));
      return transport.opened(input.transport, told);
    },
  );
};
