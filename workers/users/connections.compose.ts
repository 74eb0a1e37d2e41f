import { connect, type Database } from "#db/client";
import { idempotencyKeys, outbox as outboxRows } from "#db/users/schema";
import { type Clock, systemClock } from "#kernel/clock";
import { type Outbox, outboxOf } from "#kernel/events/outbox";
import { qstashQueue } from "#kernel/events/queue.client";
import { type Idempotency, idempotencyOf } from "#kernel/mutations/idempotency";
import { type App, newApp } from "#kernel/routes/app";

interface Variables {
  USERS_DB_URL: string;
  USERS_DB_TOKEN: string;
  QSTASH_URL: string;
  QSTASH_TOKEN: string;
  PUBLIC_URL: string;
  MAIL_PER_SECOND: number;
  REFRESH_SECRET: string;
}

/** The dependencies that all compose files share. Each compose file adds its routes to `app`. */
export interface Connections {
  app: App;
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
  /**
   * The secret from which the keys of all hashes and encrypted texts are derived, each with its own
   * context.
   */
  secret: string;
}

/** Connects the database and the queue. Nothing is sent before the first request. */
export const composeConnections = (vars: Variables): Connections => {
  const db = connect({ url: vars.USERS_DB_URL, token: vars.USERS_DB_TOKEN });
  const queue = qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });
  return {
    app: newApp(),
    db,
    outbox: outboxOf({ db, table: outboxRows, queue }),
    idempotency: idempotencyOf({ db, table: idempotencyKeys }),
    clock: systemClock,
    secret: vars.REFRESH_SECRET,
  };
};
