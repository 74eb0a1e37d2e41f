import type { OrdersRpc } from "#contract/orders";
import type { Settings } from "#contract/settings";
import type { UsersRpc } from "#contract/users";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import type { EndingsService } from "#workers/notifications/endings.service";
import type { MessageEvents } from "#workers/notifications/message-events.rules";
import type { MessagesStore } from "#workers/notifications/messages.store";
import type { ReportsStore } from "#workers/notifications/reports.store";
import { optOutsService } from "./opt-outs.service";
import { optOutsStore } from "./opt-outs.store";
import { smsContentService } from "./sms-content.service";
import { smsDeliveryService } from "./sms-delivery.service";
import { smsMessagesService } from "./sms-messages.service";
import { smsReportsService } from "./sms-reports.service";
import { smsWebhookRoutes } from "./sms-webhooks.routes";
import { twilioSender } from "./twilio.client";
import { twilioReports } from "./twilio-reports.client";

/** The account at Twilio. */
export interface TwilioAccount {
  url: string;
  accountSid: string;
  /** One token, or two during a rotation. */
  tokens: readonly [string, ...string[]];
  from: string;
}

interface Dependencies {
  /** Undefined if the shop sends no SMS. */
  account: TwilioAccount | undefined;
  publicUrl: string;
  app: App;
  db: Database;
  store: MessagesStore;
  reportsStore: ReportsStore;
  endings: EndingsService;
  events: MessageEvents;
  users: UsersRpc;
  orders: OrdersRpc;
  settings(): Promise<Settings>;
  /** The key of the digests of phones. */
  secret: string;
  clock: Clock;
}

/**
 * Builds the SMS channel: what is sent, and the webhook that reports about it. Without an account there is
 * none, and the webhook answers 404.
 */
export const composeSms = ({ account, publicUrl, app, db, secret, ...deps }: Dependencies) => {
  if (!account) {
    smsWebhookRoutes(app, undefined);
    return undefined;
  }
  const { url, accountSid, tokens, from } = account;
  const sender = twilioSender({ url, accountSid, token: tokens[0], from });
  const reports = twilioReports({ tokens, publicUrl, clock: deps.clock });
  const optOuts = optOutsService({ ...deps, store: optOutsStore({ db }), secret });
  const contentOf = smsContentService(deps);
  const { addressFor } = reports;
  const delivery = smsDeliveryService({ ...deps, sender, contentOf, optOuts, addressFor });
  smsWebhookRoutes(app, smsReportsService({ ...deps, reports, optOuts }));
  return {
    delivery,
    sms: smsMessagesService({ delivery }),
    check: { name: "twilio", optional: true, ask: () => sender.ping() },
  };
};
