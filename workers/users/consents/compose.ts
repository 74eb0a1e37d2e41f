import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import { consentRoutes } from "./consents.routes";
import { consentsService } from "./consents.service";
import { consentsStore } from "./consents.store";

/**
 * Builds the routes and the service of consents, the ledger of the purposes that an account has agreed to.
 */
export const composeConsents = (deps: Connections & { answers: AnswersService }) =>
  consentRoutes(deps.app, consentsService({ ...deps, store: consentsStore(deps) }));
