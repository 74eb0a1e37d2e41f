import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { smsPreferencesRoutes } from "./sms-preferences.routes";
import { smsPreferencesService } from "./sms-preferences.service";
import { smsPreferencesStore } from "./sms-preferences.store";

interface Dependencies extends Connections {
  answers: AnswersService;
  sessions: SessionsService;
}

/** Builds the routes and the service of the consents to SMS. */
export const composeSms = (deps: Dependencies) => {
  const smsPreferences = smsPreferencesService({ ...deps, store: smsPreferencesStore(deps) });
  smsPreferencesRoutes(deps.app, smsPreferences);
  return { smsPreferences };
};
