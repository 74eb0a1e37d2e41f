import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import { addressRoutes } from "./addresses.routes";
import { addressesService } from "./addresses.service";
import { addressesStore } from "./addresses.store";

/** Builds the routes and services of the address book. */
export const composeAddresses = (deps: Connections & { answers: AnswersService }) =>
  addressRoutes(deps.app, addressesService({ ...deps, store: addressesStore(deps) }));
