import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { NotificationsRpc } from "#contract/notifications";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import type { Pace } from "#kernel/events/handling";
import type { Queue } from "#kernel/events/queue.client";
import { isolateCopy } from "#kernel/isolate-copy";
import { composeSms } from "#workers/notifications/sms/compose";
import { composeStaff } from "#workers/notifications/staff/compose";
import { composeConnections } from "./connections.compose";
import { deliveryService } from "./delivery.service";
import { endingsService } from "./endings.service";
import { type NotificationsEnv, NotificationsVars, twilioAccountOf } from "./env";
import { messageHandlers } from "./events";
import { gaugesStore } from "./gauges.store";
import { mailContentService } from "./mail-content.service";
import { messagesService } from "./messages.service";
import { orderMessagesService } from "./order-messages.service";
import { privacyService } from "./privacy.service";
import { privacyStore } from "./privacy.store";
import { redeliveryService } from "./redelivery.service";
import { resendWebhooks } from "./resend-webhooks.client";
import { shopMailService } from "./shop-mail.service";
import { suppressionsService } from "./suppressions.service";
import { suppressionsStore } from "./suppressions.store";
import { upkeepService } from "./upkeep.service";
import { upkeepStore } from "./upkeep.store";
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
  queue?: Queue;
}

export const compose = (env: NotificationsEnv, overrides: Overrides = {}) => {
  const vars = parseEnv("notifications", NotificationsVars, env);
  const { USERS: users, ORDERS: orders, CATALOG: catalog, SETTINGS: settingsRpc } = env;
  const connections = composeConnections(vars, overrides);
  const { app, db, clock, outbox, mailer, store, reportsStore, events } = connections;
  const settings = isolateCopy({ read: () => settingsRpc.settings(currentTrace()), clock });
  const suppressions = suppressionsService({
    ...{ store: suppressionsStore({ db }), messages: reportsStore, events },
    reports: resendWebhooks({ secrets: vars.RESEND_WEBHOOK_SECRET.split(","), clock }),
    secret: vars.SUPPRESSION_SECRET,
    clock,
  });
  const { isSuppressed } = suppressions;
  const endings = endingsService({ store, events, clock });
  const shopMail = shopMailService({ settings, storefrontUrl: vars.STOREFRONT_URL });
  const contentOf = mailContentService({ users, orders, catalog, shopMail });
  const delivery = deliveryService({ store, endings, mailer, contentOf, isSuppressed, clock });
  const channel = composeSms({
    ...{ ...connections, endings, users, orders, settings },
    account: twilioAccountOf(vars),
    publicUrl: vars.PUBLIC_URL,
    secret: vars.SUPPRESSION_SECRET,
  });
  const sms = channel?.sms;
  const again = redeliveryService({ store, delivery, contentOf, isSuppressed, channel });
  const messages = {
    ...messagesService({ delivery, sms, users }),
    ...orderMessagesService({ delivery, sms, orders }),
    redeliver: again.redeliver,
  };
  composeStaff({ ...connections, whyUndeliverable: again.whyUndeliverable });
  const sweep = upkeepService({ store: upkeepStore({ db, outbox }), events, clock });
  const privacy = privacyService({ store: privacyStore({ db }), orders, users, suppressions });
  webhookRoutes(app, suppressions);

  return {
    app,
    outbox,
    version: vars.VERSION,
    checks: [
      { name: "libsql", ask: () => db.read.run(sql`select 1`) },
      { name: "resend", optional: true, ask: () => mailer.ping() },
      ...(channel ? [channel.check] : []),
    ],
    handlers: messageHandlers(messages),
    pace: paceOf(vars.MAIL_PER_SECOND),
    messages,
    sweep: async () => ({
      ...(await sweep()),
      ...(await suppressions.sweep()),
    }),
    gauges: gaugesStore({ db }).gauges,
    personalData: privacy.personalData,
  };
};

export default class Notifications
  extends entrypoint(WorkerEntrypoint<NotificationsEnv>, "notifications", compose)
  implements NotificationsRpc {}
