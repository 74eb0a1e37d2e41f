import type { AccountsStore } from "#users/accounts/accounts.store";
import type { ChallengesService } from "#users/challenges/challenges.service";
import type { Connections } from "#users/connections.compose";
import type { Passwords } from "#users/passwords/passwords.service";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ClientRequests } from "#users/sign-in/client-request.http";
import type { ProofService } from "#users/sign-in/proof.service";
import type { ThrottleService } from "#users/throttle/throttle.service";
import { credentialRoutes } from "./credentials.routes";
import { credentialsService } from "./credentials.service";
import { credentialsStore } from "./credentials.store";
import { emailChangesService } from "./email-changes.service";
import { verificationService } from "./verification.service";
import { verificationStore } from "./verification.store";

interface Dependencies extends Connections {
  answers: AnswersService;
  accounts: AccountsStore;
  challenges: ChallengesService;
  proof: ProofService;
  passwords: Passwords;
  throttle: ThrottleService;
  clients: ClientRequests;
}

/** Builds the routes and services that change passwords, and change and verify e-mail addresses. */
export const composeCredentials = ({ app, clients, ...deps }: Dependencies) => {
  const store = credentialsStore(deps);
  const credentials = credentialsService({ ...deps, store });
  const emailChanges = emailChangesService({ ...deps, store });
  const verification = verificationService({ ...deps, store: verificationStore(deps) });
  credentialRoutes(app, { credentials, emailChanges, verification, clients });
};
