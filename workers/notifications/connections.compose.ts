import { connect } from "#db/client";
import { outbox as outboxRows } from "#db/notifications/schema";
import { type Clock, systemClock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import { outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { newApp } from "#kernel/routes/app";
import { messageEvents } from "./message-events.rules";
import { messagesStore } from "./messages.store";
import { reportsStore } from "./reports.store";
import { resendMailer } from "./resend.client";

interface Variables {
  NOTIFICATIONS_DB_URL: string;
  NOTIFICATIONS_DB_TOKEN: string;
  RESEND_URL: string;
  RESEND_API_KEY: string;
  QSTASH_URL: string;
  QSTASH_TOKEN: string;
  PUBLIC_URL: string;
  MAIL_PER_SECOND: number;
}

interface Replaceable {
  clock?: Clock;
  queue?: Queue;
}

const queueIn = (vars: Variables) =>
  qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });

/** Connects the database, the queue and the mail provider. Nothing is sent before the first request. */
export const composeConnections = (
  vars: Variables,
  { clock = systemClock, queue = queueIn(vars) }: Replaceable,
) => {
  const db = connect({ url: vars.NOTIFICATIONS_DB_URL, token: vars.NOTIFICATIONS_DB_TOKEN });
  const outbox = outboxOf({ db, table: outboxRows, queue });
  return {
    app: newApp(),
    db,
    clock,
    outbox,
    mailer: resendMailer({ url: vars.RESEND_URL, apiKey: vars.RESEND_API_KEY }),
    store: messagesStore({ db, outbox }),
    reportsStore: reportsStore({ db, outbox }),
    events: messageEvents((definition, input) =>
      newEvent(definition, { ...input, source: "notifications", sequence: 0, nowMs: clock.now() }),
    ),
  };
};
