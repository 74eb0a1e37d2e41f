import type { Ports } from "#dev/ports";

/** Returns the text that is printed when the shop is open. */
export const banner = (ports: Ports, { STOREFRONT_URL = "" }: Record<string, string>) => `
  Bodega is open.

  shop       http://localhost:${ports.shop}             try /v1/products or /health/ready
  console    http://localhost:${ports.console}             events, mails, payments, traces
  inbox      http://localhost:${ports.resend}/inbox       the mails a shopper would get
  sms        http://localhost:${ports.twilio}/inbox       the SMS a shopper would get
  storefront ${STOREFRONT_URL.padEnd(33)} yours: mails and banks link there (STOREFRONT_URL)

  admin@bodega.test · staff@bodega.test · shopper@bodega.test
  password: corner-shop-2026 (all three; they exist only here)
  cards: pm_card_visa · pm_card_chargeDeclined · pm_card_threeDSecure2Required

  Ctrl-C ends everything. --fresh starts with an empty shop.
`;
