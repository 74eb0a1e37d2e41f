import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { App } from "#kernel/routes/app";
import type { MessageRow, MessagesStore } from "#workers/notifications/messages.store";
import { notificationRoutes } from "./notifications.routes";
import { notificationsService, type UndeliverableReason } from "./notifications.service";
import { notificationsStore } from "./notifications.store";

interface Dependencies {
  app: App;
  db: Database;
  outbox: Outbox;
  store: MessagesStore;
  whyUndeliverable(row: MessageRow): Promise<UndeliverableReason>;
  clock: Clock;
}

/** Builds the routes with which staff see what was not delivered, and have it sent again. */
export const composeStaff = ({ app, store: messages, ...deps }: Dependencies) =>
  notificationRoutes(
    app,
    notificationsService({ ...deps, messages, store: notificationsStore(deps) }),
  );
