import type { Settings } from "#contract/settings";
import type { Connections } from "#users/connections.compose";
import type { Passwords } from "#users/passwords/passwords.service";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import type { Transport } from "#users/sessions/transport.http";
import type { ThrottleService } from "#users/throttle/throttle.service";
import { clientRequestsBy } from "./client-request.http";
import { proofService } from "./proof.service";
import { secondFactorRoutes } from "./second-factors.routes";
import { secondFactorsService } from "./second-factors.service";
import { secondFactorsStore } from "./second-factors.store";
import { signInRoutes } from "./sign-in.routes";
import { signInService } from "./sign-in.service";
import { signInStore } from "./sign-in.store";
import { signInChallengesService } from "./sign-in-challenges.service";
import { twoFactorService } from "./two-factor.service";
import { twoFactorStore } from "./two-factor.store";

interface Dependencies extends Connections {
  answers: AnswersService;
  sessions: SessionsService;
  passwords: Passwords;
  throttle: ThrottleService;
  transport: Transport;
  /** Returns the current settings of the shop. */
  settings(): Promise<Settings>;
  /** The header that holds the client's IP address. */
  addressHeader: string | undefined;
}

/**
 * Builds the routes and services of sign-ins by password and second factor, and of the proof of the
 * password for sensitive changes.
 */
export const composeSignIn = ({ transport, addressHeader, ...deps }: Dependencies) => {
  const { app } = deps;
  const store = signInStore(deps);
  const clients = clientRequestsBy(addressHeader);
  const challenges = signInChallengesService({ ...deps, store });
  const signIn = signInService({ ...deps, store, challenges });
  const twoFactor = twoFactorService({ ...deps, store: twoFactorStore(deps), signIn });
  const proof = proofService({ ...deps, store });
  const secondFactors = secondFactorsService({ ...deps, store: secondFactorsStore(deps), proof });
  signInRoutes(app, { signIn, twoFactor, transport, clients });
  secondFactorRoutes(app, secondFactors);
  return { signIn, proof, clients };
};
