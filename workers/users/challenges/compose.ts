import type { Connections } from "#users/connections.compose";
import { challengesService } from "./challenges.service";
import { challengesStore } from "./challenges.store";

/** Challenges: links and codes that are mailed. */
export const composeChallenges = (deps: Connections) =>
  challengesService({ ...deps, store: challengesStore(deps) });
