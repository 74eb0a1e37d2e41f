import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { apiKeyRoutes } from "./api-keys.routes";
import { apiKeysService } from "./api-keys.service";
import { apiKeysStore } from "./api-keys.store";

interface Dependencies extends Connections {
  answers: AnswersService;
  sessions: SessionsService;
}

/** API keys: the programs that admins let use the shop. */
export const composeApiKeys = (deps: Dependencies) => {
  const apiKeys = apiKeysService({ ...deps, store: apiKeysStore(deps) });
  apiKeyRoutes(deps.app, apiKeys);
  return apiKeys;
};
