import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { NotificationsRpc } from "#contract/notifications";
import { connect } from "#db/client";
import { currentTrace } from "#kernel/call";
import { type Clock, systemClock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import type { Pace } from "#kernel/events/handling";
import { isolateCopy } from "#kernel/isolate-copy";
import { newApp } from "#kernel/routes/app";
import { deliveryService } from "./delivery.service";
import { type NotificationsEnv, NotificationsVars } from "./env";
import { messageHandlers } from "./events";
import { gaugesStore } from "./gauges.store";
import { messagesService } from "./messages.service";
import { messagesStore } from "./messages.store";
import { orderMessagesService } from "./order-messages.service";
import { privacyService } from "./privacy.service";
import { privacyStore } from "./privacy.store";
import { resendMailer } from "./resend.client";
import { resendWebhooks } from "./resend-webhooks.client";
import { shopMailService } from "./shop-mail.service";
import { suppressionsService } from "./suppressions.service";
import { suppressionsStore } from "./suppressions.store";
import { webhookRoutes } from "./webhooks.routes";

const MAILS_AT_ONCE = 4;

/**
 * Returns how many events are handled at once and at what interval, so that mails are sent no faster
 * than the mail provider accepts them.
 */
const paceOf = (perSecond: number): Pace => {
  const atOnce = Math.min(MAILS_AT_ONCE, perSecond);
  return { atOnce, everyMs: (1000 * atOnce) / perSecond };
};

/** Dependencies that tests replace. */
interface Overrides {
  clock?: Clock;
}

export const compose = (env: NotificationsEnv, { clock = systemClock }: Overrides = {}) => {
  const vars = parseEnv("notifications", NotificationsVars, env);
  const { USERS: users, ORDERS: orders, SETTINGS: settings } = env;
  const db = connect({ url: vars.NOTIFICATIONS_DB_URL, token: vars.NOTIFICATIONS_DB_TOKEN });
  const mailer = resendMailer({
    url: vars.RESEND_URL,
    apiKey: vars.RESEND_API_KEY,
  });
  const suppressions = suppressionsService({
    store: suppressionsStore({ db }),
    reports: resendWebhooks({ secrets: vars.RESEND_WEBHOOK_SECRET.split(","), clock }),
    secret: vars.SUPPRESSION_SECRET,
    clock,
  });
  const { isSuppressed } = suppressions;
  const delivery = deliveryService({ store: messagesStore({ db }), mailer, isSuppressed, clock });
  const shopMail = shopMailService({
    settings: isolateCopy({ read: () => settings.settings(currentTrace()), clock }),
    storefrontUrl: vars.STOREFRONT_URL,
  });
  const messages = {
    ...messagesService({ delivery, users, shopMail }),
    ...orderMessagesService({ delivery, orders, shopMail }),
  };
  const privacy = privacyService({ store: privacyStore({ db }), orders, users, suppressions });
  const app = newApp();
  webhookRoutes(app, suppressions);

  return {
    app,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "resend", optional: true, ask: () => mailer.ping() },
    ],
    handlers: messageHandlers(messages),
    pace: paceOf(vars.MAIL_PER_SECOND),
    messages,
    sweep: async () => ({ ...(await delivery.sweep()), ...(await suppressions.sweep()) }),
    gauges: gaugesStore({ db }).gauges,
    personalData: privacy.personalData,
  };
};

export default class Notifications
  extends entrypoint(WorkerEntrypoint<NotificationsEnv>, "notifications", compose)
  implements NotificationsRpc {}
