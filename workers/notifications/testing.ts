import { resendStandIn } from "#cloud/resend";
import { serveStandIn } from "#cloud/stand-in";
import type { MessageKind } from "#contract/notifications";
import type { OrdersRpc, PlacedOrder } from "#contract/orders";
import type { ChallengeMail, Contact, ErasureNotice, UsersRpc } from "#contract/users";
import { inbox, messages as messageRows, suppressions } from "#db/notifications/schema";
import { testDatabase } from "#db/testing";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall, movableClock, stubRpc } from "#kernel/testing";
import type { Refund, Return } from "#orders/after-sale.contract";
import { DEFAULTS, inMemorySettings } from "#workers/settings/testing";
import { compose } from "./index";
import type { Parcel } from "./mails/order-shipped.mail";
import type { Shop } from "./mails/shop.rules";
import { messagesStore } from "./messages.store";
import { startReceiver } from "./webhooks.testing";

const TOKEN = "bodega-dev";
/** Two, as during a rotation. */
export const WEBHOOK_SECRETS = ["whsec_bodega-dev", "whsec_bodega-dev-older"] as const;
export const STOREFRONT_URL = "https://shop.test/";

/** Returns what mails show of the shop. */
export const shopAt = (storefrontUrl: string): Shop => ({ ...DEFAULTS, storefrontUrl });

export interface SentMail {
  id: string;
  from: string;
  replyTo: string[];
  to: string[];
  subject: string;
  html: string;
  text: string;
  idempotencyKey: string;
}

export const PLACED_AT = "2026-11-22T10:00:00.000Z";
const SHIPPED_AT = "2026-11-23T10:00:00.000Z";

const eur = (amount: number) => money(amount, "EUR");
const ADA = {
  name: "Ada Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

/** Returns an order of two lines, with a discount and tax included in its prices. */
export const orderOf = (changes: Partial<PlacedOrder> = {}): PlacedOrder => ({
  id: newId("order"),
  number: "ORD-0000000042",
  status: "confirmed",
  paymentStatus: "authorized",
  fulfillmentStatus: "unfulfilled",
  currency: "EUR",
  email: "ada@example.test",
  lines: [
    {
      id: newId("line"),
      variantId: newId("variant"),
      productId: newId("product"),
      slug: "linen-shirt",
      title: "Linen shirt",
      sku: "LIN-M",
      image: "https://images.test/shirt.jpg",
      options: { Size: "M", Colour: "Sand" },
      properties: { Engraving: "A.L." },
      quantity: 2,
      unitPrice: eur(4900),
      subtotal: eur(9800),
      discount: eur(980),
      tax: eur(1408),
      total: eur(8820),
    },
    {
      id: newId("line"),
      variantId: newId("variant"),
      productId: newId("product"),
      slug: "soap",
      title: "Olive soap",
      sku: null,
      image: null,
      options: {},
      properties: {},
      quantity: 1,
      unitPrice: eur(650),
      subtotal: eur(650),
      discount: eur(0),
      tax: eur(104),
      total: eur(650),
    },
  ],
  discounts: [{ code: "SPRING", title: "Spring", amount: eur(980), automatic: false }],
  totals: {
    subtotal: eur(10450),
    discount: eur(980),
    shipping: eur(490),
    tax: eur(1590),
    total: eur(9960),
    taxIncluded: true,
  },
  shippingAddress: ADA,
  note: null,
  billingAddress: { ...ADA, name: "Analytical Engines Ltd", line2: "2nd floor" },
  shippingOption: { id: "sho_standard", title: "Standard", price: eur(490) },
  payment: { id: newId("payment"), status: "processing", method: "card" },
  shipments: [],
  refunds: [],
  returns: [],
  placedAt: PLACED_AT,
  updatedAt: PLACED_AT,
  ...changes,
});

/** Returns a parcel with units of an order. */
export const shipmentOf = (lines: Parcel["lines"] = [], changes: Partial<Parcel> = {}): Parcel => ({
  id: newId("shipment"),
  lines,
  carrier: "ups",
  trackingNumber: "1Z5",
  trackingUrl: "https://www.ups.com/track?tracknum=1Z5",
  shippedAt: SHIPPED_AT,
  deliveredAt: null,
  ...changes,
});

/** Returns a return that the buyer has requested. */
export const returnOf = (lines: Return["lines"] = [], changes: Partial<Return> = {}): Return => ({
  id: newId("return"),
  status: "requested",
  lines,
  received: [],
  resolution: "refund",
  exchangeFor: [],
  refundId: null,
  requestedAt: SHIPPED_AT,
  ...changes,
});

/** Returns a refund of 10 EUR that succeeded. */
export const refundOf = (changes: Partial<Refund> = {}): Refund => ({
  id: newId("refund"),
  amount: eur(1000),
  lines: [],
  shipping: eur(0),
  reason: null,
  status: "succeeded",
  createdAt: SHIPPED_AT,
  ...changes,
});

/** Starts the Worker on a real database and Resend's stand-in, with one clock. */
export const testNotifications = async () => {
  const clock = movableClock(Date.now());
  const database = await testDatabase("notifications");
  const { db } = database;
  const receiver = startReceiver();
  const cloud = resendStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    clock: clock.now,
    webhookUrl: receiver.url,
    webhookSecrets: WEBHOOK_SECRETS.slice(0, 1),
    webhookEvents: ["email.bounced", "email.complained"],
    webhookRetryDelaysMs: [1, 1],
  });
  const server = serveStandIn(cloud, 0);
  const settings = inMemorySettings();
  const orders = new Map<string, PlacedOrder>();
  const contacts = new Map<string, Contact>();
  const challenges = new Map<string, ChallengeMail>();
  const erasureNotices = new Map<string, ErasureNotice>();
  const orderIds = new Map<string, string[]>();
  const env = {
    ENVIRONMENT: "test",
    VERSION: "1.2.3",
    NOTIFICATIONS_DB_URL: database.address.url,
    NOTIFICATIONS_DB_TOKEN: database.address.token,
    RESEND_URL: server.url,
    RESEND_API_KEY: TOKEN,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRETS.join(),
    SUPPRESSION_SECRET: TOKEN,
    STOREFRONT_URL,
    SETTINGS: settings.rpc,
    USERS: stubRpc<UsersRpc>("users", {
      contact: async (userId) => contacts.get(userId) ?? null,
      challengeMail: async (challengeId) => challenges.get(challengeId) ?? null,
      erasureNotice: async (userId) => erasureNotices.get(userId) ?? null,
      erasureNoticeSent: async (userId) => void erasureNotices.delete(userId),
    }),
    ORDERS: stubRpc<OrdersRpc>("orders", {
      orderForMail: async (orderId) => orders.get(orderId) ?? null,
      orderIds: async (userId) => orderIds.get(userId) ?? [],
    }),
  };
  const worker = compose(env, { clock });
  const forward = (request: Request) => inCall(async () => worker.app.request(request));
  receiver.setWorker(forward);

  return {
    ...worker,
    env,
    clock,
    settings: settings.state,
    faults: cloud.faults,
    place(changes: Partial<PlacedOrder> = {}) {
      const order = orderOf(changes);
      orders.set(order.id, order);
      return order;
    },
    register(name = "Ada Lovelace", email = "ada@example.test") {
      const userId = newId("user");
      contacts.set(userId, { userId, name, email });
      return userId;
    },
    contacts,
    challenges,
    erasureNotices,
    orders,
    /** The ids of an account's orders, by account. */
    orderIds,
    mails: async () => {
      const books = await (await fetch(`${server.url}/_dev/books`)).json();
      return (books as { mails: SentMail[] }).mails;
    },
    /** Begins an attempt that never ends, as if the process had died. */
    begin: (kind: MessageKind, subject: string) =>
      messagesStore({ db }).begin(
        { id: newId("message"), kind, subject, userId: null, orderId: null },
        clock.now(),
      ),
    tries: async () => {
      const journal = await (await fetch(`${server.url}/_dev/journal`)).json();
      return (journal as { entries: { requestId?: string }[] }).entries;
    },
    rows: () => db.write.select().from(messageRows),
    receipts: async () => (await db.write.select().from(inbox)).map(({ eventId }) => eventId),
    suppressions: () => db.write.select().from(suppressions),
    /** The address that receives the stand-in's webhooks about bounces and complaints. */
    webhooks: {
      accepted: receiver.accepted,
      /** Refuses the next webhook, as if the shop were down. */
      refuseNext: () =>
        receiver.setWorker(async () => {
          receiver.setWorker(forward);
          return new Response(null, { status: 503 });
        }),
    },
    stop: async () => {
      await server.stop();
      await receiver.stop();
      await database.stop();
    },
  };
};
export type TestNotifications = Awaited<ReturnType<typeof testNotifications>>;
