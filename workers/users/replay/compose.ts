import type { Connections } from "#users/connections.compose";
import { answersService } from "./stored-answers.service";
import { answersStore } from "./stored-answers.store";

/** Replay: the stored answers of idempotent mutations. */
export const composeReplay = ({ db, idempotency, secret }: Connections) =>
  answersService({ store: answersStore({ db, idempotency }), secret });
