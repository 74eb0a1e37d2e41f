import { join } from "node:path";
import { frame, type StandIn, type StandInOptions } from "#cloud/frame/stand-in";
import type { Account } from "./account";
import { serve } from "./api";
import { books } from "./books";
import { checkoutRoutes } from "./checkout.routes";
import { deliveries } from "./deliveries";
import { devRoutes } from "./dev.routes";
import { runDueActions } from "./due";
import { idempotencyKeys } from "./idempotency";
import { EVENT_TYPES, type EventType } from "./objects";
import { ROUTES } from "./routes";
import { objectStore, openDatabase } from "./store";
import { injectedBody, withRazorpayErrors } from "./vendor-failure";

export interface RazorpayOptions extends StandInOptions {
  /** The key's public half. `token` is its secret. */
  keyId: string;
  /** The secret that signs webhooks to `webhookUrl`. */
  webhookSecret: string;
  webhookUrl?: string;
  /** The events that are sent to `webhookUrl`; all by default. */
  webhookEvents?: readonly EventType[];
  /** Whether a refund is processed when it is created (the default), or stays pending. */
  refundStatus?: Account["refundStatus"];
  /** Returns epoch milliseconds. Moving it forward makes authorisations expire. */
  clock?: () => number;
  /** The pause before each retry of a webhook. */
  webhookRetryDelaysMs?: readonly number[];
}

const RETRY_DELAYS_MS = [500, 2000];
/** The interval at which due actions run when there are no calls. */
const DUE_CHECK_MS = 250;
const DELIVERIES_SHOWN = 200;

const receiverOf = ({ webhookUrl, webhookSecret, webhookEvents }: RazorpayOptions) =>
  webhookUrl
    ? { url: webhookUrl, secret: webhookSecret, events: webhookEvents ?? EVENT_TYPES }
    : undefined;

/** Creates a stand-in for Razorpay: orders, payments, refunds, the hosted checkout and signed webhooks. */
export const razorpayStandIn = (options: RazorpayOptions): StandIn => {
  const { clock = Date.now, dataDir, keyId, token, refundStatus = "processed" } = options;
  const db = openDatabase(dataDir === ":memory:" ? dataDir : join(dataDir, "razorpay.db"));
  const objects = objectStore(db);
  const { name, app, faults } = frame({
    name: "razorpay",
    failureBody: injectedBody,
    books: () => ({ ...books(db, objects), webhookDeliveries: webhooks.last(DELIVERIES_SHOWN) }),
  });
  const webhooks = deliveries({
    db,
    objects,
    clock,
    faults,
    receiver: receiverOf(options),
    retryDelaysMs: options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
  });
  const { emit } = webhooks;
  const account: Account = { db, objects, clock, emit, keyId, keySecret: token, refundStatus };
  const keys = idempotencyKeys(db);

  app.route("/v1", checkoutRoutes(account));
  for (const endpoint of ROUTES)
    app.on(endpoint.method, endpoint.path, serve({ account, keys }, endpoint));
  app.route("/_dev", devRoutes(account));
  const dueTimer = setInterval(() => runDueActions(account), DUE_CHECK_MS);

  return {
    name,
    app: withRazorpayErrors(app),
    faults,
    async close() {
      clearInterval(dueTimer);
      await webhooks.close();
      db.close();
    },
  };
};
