import { connect, type Database } from "#db/client";
import { idempotencyKeys, outbox as outboxRows } from "#db/orders/schema";
import { type Clock, systemClock } from "#kernel/clock";
import { type Outbox, outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { type Idempotency, idempotencyOf } from "#kernel/mutations/idempotency";
import { type App, newApp } from "#kernel/routes/app";

type Pause = (ms: number) => Promise<unknown>;

const pauseFor: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

interface Variables {
  ORDERS_DB_URL: string;
  ORDERS_DB_TOKEN: string;
  QSTASH_URL: string;
  QSTASH_TOKEN: string;
  PUBLIC_URL: string;
  MAIL_PER_SECOND: number;
}

/**
 * The connections and configuration that the compose files of all folders share. Each folder adds its
 * routes to `app`.
 */
export interface Connections {
  app: App;
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
  /** Waits, in a test as long as it says. */
  pause: Pause;
}

/** The dependencies that tests replace. */
export interface Replaceable {
  clock?: Clock;
  pause?: Pause;
  queue?: Queue;
}

const queueIn = (vars: Variables) =>
  qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });

/** Connects the database and the queue. Nothing is sent before the first request. */
export const composeConnections = (
  vars: Variables,
  { clock = systemClock, queue = queueIn(vars), pause = pauseFor }: Replaceable,
): Connections => {
  const db = connect({ url: vars.ORDERS_DB_URL, token: vars.ORDERS_DB_TOKEN });
  return {
    app: newApp(),
    db,
    outbox: outboxOf({ db, table: outboxRows, queue }),
    idempotency: idempotencyOf({ db, table: idempotencyKeys }),
    clock,
    pause,
  };
};
