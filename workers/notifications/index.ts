import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { NotificationsRpc } from "#contract/notifications";
import { connect } from "#db/client";
import { newApp } from "#kernel/app";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import type { Pace } from "#kernel/reception";
import { type NotificationsEnv, NotificationsVars } from "./env";
import { messageHearings } from "./events";
import { messagesService } from "./messages.service";
import { messagesStore } from "./messages.store";
import { peopleService } from "./privacy.service";
import { peopleStore } from "./privacy.store";
import { resendMailer } from "./resend.client";

const MAILS_AT_ONCE = 4;

/** Takes a list of events no faster than the mail provider takes their mails. */
const paceOf = (perSecond: number): Pace => {
  const atOnce = Math.min(MAILS_AT_ONCE, perSecond);
  return { atOnce, everyMs: (1000 * atOnce) / perSecond };
};

const compose = (env: NotificationsEnv) => {
  const vars = parseEnv("notifications", NotificationsVars, env);
  const db = connect({ url: vars.NOTIFICATIONS_DB_URL, token: vars.NOTIFICATIONS_DB_TOKEN });
  const mailer = resendMailer({
    url: vars.RESEND_URL,
    apiKey: vars.RESEND_API_KEY,
    from: vars.MAIL_FROM,
  });
  const messages = messagesService({
    store: messagesStore({ db }),
    mailer,
    users: env.USERS,
    orders: env.ORDERS,
    clock,
    storefrontUrl: vars.STOREFRONT_URL,
  });

  const people = peopleService({ store: peopleStore({ db }), orders: env.ORDERS });

  return {
    app: newApp(),
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "resend", optional: true, ask: () => mailer.ping() },
    ],
    hearings: messageHearings(messages),
    pace: paceOf(vars.MAIL_PER_SECOND),
    sweep: () => messages.sweep(),
    personalData: people.personalData,
  };
};

export default class Notifications
  extends entrypoint(WorkerEntrypoint<NotificationsEnv>, "notifications", compose)
  implements NotificationsRpc {}
