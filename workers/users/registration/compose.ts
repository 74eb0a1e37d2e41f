import type { HumanCheck } from "#kernel/vendors/turnstile.client";
import type { Connections } from "#users/connections.compose";
import type { Passwords } from "#users/passwords/passwords.service";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { Transport } from "#users/sessions/transport.http";
import type { ClientRequests } from "#users/sign-in/client-request.http";
import type { SignInService } from "#users/sign-in/sign-in.service";
import type { ThrottleService } from "#users/throttle/throttle.service";
import { registrationRoutes } from "./registration.routes";
import { registrationService } from "./registration.service";
import { registrationStore } from "./registration.store";

interface Dependencies extends Connections {
  answers: AnswersService;
  passwords: Passwords;
  throttle: ThrottleService;
  signIn: SignInService;
  transport: Transport;
  clients: ClientRequests;
  checkHuman: HumanCheck;
}

/** Builds the route and service that register an account with its first session. */
export const composeRegistration = ({ app, transport, clients, ...deps }: Dependencies) => {
  const registration = registrationService({ ...deps, store: registrationStore(deps) });
  registrationRoutes(app, { registration, transport, clients });
};
