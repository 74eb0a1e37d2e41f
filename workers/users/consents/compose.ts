import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import { consentRoutes } from "./consents.routes";
import { consentsService } from "./consents.service";
import { consentsStore } from "./consents.store";

/** Consents: the ledger of what an account has agreed to. */
export const composeConsents = (deps: Connections & { answers: AnswersService }) =>
  consentRoutes(deps.app, consentsService({ ...deps, store: consentsStore(deps) }));
