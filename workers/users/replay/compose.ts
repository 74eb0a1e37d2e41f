import type { Connections } from "#users/connections.compose";
import { answersService } from "./stored-answers.service";
import { answersStore } from "./stored-answers.store";

/** Builds the store and the service that replay the stored answers of mutations. */
export const composeReplay = ({ db, idempotency, secret }: Connections) =>
  answersService({ store: answersStore({ db, idempotency }), secret });
