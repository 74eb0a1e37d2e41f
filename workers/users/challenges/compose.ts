import type { Connections } from "#users/connections.compose";
import { challengesService } from "./challenges.service";
import { challengesStore } from "./challenges.store";

/** Builds the store and the service of challenges, the links and codes that are mailed. */
export const composeChallenges = (deps: Connections) =>
  challengesService({ ...deps, store: challengesStore(deps) });
