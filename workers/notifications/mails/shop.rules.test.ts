import { describe, expect, test } from "bun:test";
import type { ChallengeMail } from "#contract/users";
import { CONTRAST_MIN, contrastOf } from "#kernel/colours";
import {
  orderOf,
  PLACED_AT,
  refundOf,
  returnOf,
  shipmentOf,
  shopAt,
} from "#workers/notifications/order.testing";
import { backInStockMail } from "./back-in-stock.mail";
import * as challengeMails from "./challenge.mail";
import type { Content } from "./content.rules";
import { orderCancelledMail } from "./order-cancelled.mail";
import { orderConfirmedMail } from "./order-confirmed.mail";
import { orderDeliveredMail } from "./order-delivered.mail";
import { orderEditedMail, paymentLinkMail } from "./order-edited.mail";
import { orderLinkMail } from "./order-link.mail";
import { orderReadyMail } from "./order-ready.mail";
import { orderRefundedMail } from "./order-refunded.mail";
import * as returnMails from "./order-return.mail";
import { orderShippedMail } from "./order-shipped.mail";
import * as securityMails from "./security.mail";
import { mutedOf, type Shop } from "./shop.rules";
import { welcomeMail } from "./welcome.mail";

const LANTERN: Shop = {
  ...shopAt("https://lantern.test"),
  shopName: "Lantern & Loom",
  logoUrl: "https://lantern.test/logo.png",
  colours: { accent: "#7a1f3d", text: "#101820", background: "#fffdf8" },
  supportEmail: "help@lantern.test",
  seller: {
    legalName: "Lantern & Loom GmbH",
    address: "Ackerstraße 12, 10115 Berlin",
    registrationNumber: "HRB 123456",
    vatId: "DE123456789",
    phone: "+49 30 1234567",
  },
};

const ALERT = {
  email: "ada@example.test",
  title: "Stoneware Mug (Slate)",
  url: "https://shop.test/products/stoneware-mug",
  unsubscribeUrl: "https://api.test/v1/stock-alerts/alr_1/unsubscribe",
};

const CHALLENGE: ChallengeMail = {
  purpose: "reset_password",
  email: "ada@example.test",
  name: "Ada",
  formerEmail: "old@example.test",
  secret: "042137",
  smsPhone: null,
  expiresAt: "2026-11-22T10:30:00.000Z",
};
const CONTACT = { userId: "usr_1", email: "ada@example.test", name: "Ada", smsPhone: null };
const { accountErasedMail, ...aboutAccounts } = securityMails;

/** Every mail of the shop, by name. */
const MAILS: [string, (shop: Shop) => Content][] = [
  ["welcome", welcomeMail],
  ["back-in-stock", (shop) => backInStockMail(ALERT, shop)],
  ["accountErased", accountErasedMail],
  ["orderConfirmed", (shop) => orderConfirmedMail({ order: orderOf(), shop })],
  ["orderShipped", (shop) => orderShippedMail({ order: orderOf(), shop, shipment: shipmentOf() })],
  ["orderEdited", (shop) => orderEditedMail({ order: orderOf(), shop })],
  ["paymentLink", (shop) => paymentLinkMail({ order: orderOf(), shop })],
  ["order-link", (shop) => orderLinkMail({ order: orderOf(), shop })],
  [
    "orderReady",
    (shop) =>
      orderReadyMail({ order: orderOf(), shop, ready: { ...shipmentOf(), readyAt: PLACED_AT } }),
  ],
  [
    "orderDelivered",
    (shop) => orderDeliveredMail({ order: orderOf(), shop, deliveredAt: PLACED_AT, units: [] }),
  ],
  [
    "orderCancelled",
    (shop) => orderCancelledMail({ order: orderOf(), shop, reason: "out_of_stock" }),
  ],
  ["orderRefunded", (shop) => orderRefundedMail({ order: orderOf(), shop, refund: refundOf() })],
  ...Object.entries(returnMails).map(([name, render]): [string, (shop: Shop) => Content] => [
    name,
    (shop) => {
      const mail = render({ order: orderOf(), shop, returned: returnOf() });
      if (!mail) throw new Error("the return was not rejected");
      return mail;
    },
  ]),
  ...Object.entries(challengeMails).map(([name, render]): [string, (shop: Shop) => Content] => [
    name,
    (shop) => render(CHALLENGE, shop),
  ]),
  ...Object.entries(aboutAccounts).map(([name, render]): [string, (shop: Shop) => Content] => [
    name,
    (shop) => render(CONTACT, shop),
  ]),
];

describe.each(MAILS)("the mail %s", (_, render) => {
  const { subject, html, text } = render(LANTERN);
  const plain = render({ ...LANTERN, logoUrl: null });

  test("names the shop of the settings, and no other", () => {
    expect(html).toContain('alt="Lantern &amp; Loom"');
    expect(plain.html).toContain(">Lantern &amp; Loom</a>");
    expect(text).toContain("This mail was sent by Lantern & Loom.");
    expect(subject + html + text + plain.html).not.toMatch(/bodega|corner shop/i);
  });

  test("uses logo, colours and support address of the settings", () => {
    expect(html).toContain('<img src="https://lantern.test/logo.png"');
    expect(html).toContain("color:#7a1f3d");
    expect(html).toContain("background:#fffdf8");
    expect(html).not.toContain("color:#1c1917");
    for (const form of [html, text]) expect(form).toContain("help@lantern.test");
  });

  test("names the seller as far as it is set", () => {
    for (const form of [html.replaceAll("&amp;", "&"), text]) {
      expect(form).toContain("Lantern & Loom GmbH, Ackerstraße 12, 10115 Berlin");
      expect(form).toContain("HRB 123456 · VAT ID DE123456789");
    }
    const { seller } = shopAt("https://lantern.test");
    expect(render({ ...LANTERN, seller }).text).not.toMatch(/VAT|null/);
  });

  test("keeps a name of the shop from becoming markup or a header", () => {
    const shopName = "<script>alert(1)</script>\r\nBcc: all@example.test";
    const nasty = render({ ...LANTERN, shopName, logoUrl: null });
    expect(nasty.html).not.toContain("<script");
    expect(nasty.subject + nasty.text).not.toContain("\r");
  });
});

test.each([
  { accent: "#1c1917", text: "#1c1917", background: "#ffffff" },
  { accent: "#ffffff", text: "#f5f1ea", background: "#171412" },
  { accent: "#0000cc", text: "#767676", background: "#ffffff" },
])("keeps secondary text readable for $text on $background", (colours) =>
  expect(contrastOf(mutedOf(colours), colours.background)).toBeGreaterThanOrEqual(CONTRAST_MIN),
);
