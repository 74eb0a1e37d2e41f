import type { Order } from "#contract/orders";
import type { LineUnits, Shipment } from "#orders/after-sale.contract";
import type { Content } from "./content.rules";
import { dateOf } from "./dates.rules";
import { type AboutOrder, orderLetter } from "./order-letter.mail";
import { unitRows } from "./order-lines.mail";

/** The names of the carriers that have a tracking page. Staff may name others. */
const CARRIER_NAMES: ReadonlyMap<string, string> = new Map([
  ["dhl", "DHL"],
  ["dpd", "DPD"],
  ["gls", "GLS"],
  ["la_poste", "La Poste"],
  ["postnl", "PostNL"],
  ["royal_mail", "Royal Mail"],
  ["ups", "UPS"],
  ["fedex", "FedEx"],
  ["usps", "USPS"],
  ["delhivery", "Delhivery"],
  ["blue_dart", "Blue Dart"],
  ["dtdc", "DTDC"],
]);

/** A shipment that has left the shop. */
export type Parcel = Shipment & { shippedAt: string };

interface ShippedMail extends AboutOrder {
  shipment: Parcel;
}

const unitsIn = (lines: readonly { quantity: number }[]) =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Whether units are all units of an order. */
export const areAllUnits = ({ lines }: Order, units: readonly LineUnits[]) =>
  unitsIn(units) === unitsIn(lines);

const factsOf = ({ carrier, trackingNumber }: Shipment) => [
  ...(carrier ? [{ label: "Carrier", value: CARRIER_NAMES.get(carrier) ?? carrier }] : []),
  ...(trackingNumber ? [{ label: "Tracking number", value: trackingNumber }] : []),
];

const trackingOf = ({ trackingUrl }: Shipment) =>
  trackingUrl !== null && /^https?:\/\//.test(trackingUrl)
    ? { label: "Track the parcel", url: trackingUrl }
    : undefined;

/** Says that a parcel left the shop. It stays true after the delivery, because a mail may be late. */
export const orderShippedMail = ({ order, shop, shipment }: ShippedMail): Content => {
  const isWhole = areAllUnits(order, shipment.lines);
  const what = isWhole ? "Your order" : "A part of your order";
  const hasRest = order.fulfillmentStatus === "partially_fulfilled";
  return orderLetter({
    order,
    shop,
    subject: `${what} was shipped: ${order.number}`,
    preview: `It left us on ${dateOf(shipment.shippedAt)}.`,
    heading: `${what} was shipped.`,
    paragraphs: [
      `The parcel left us on ${dateOf(shipment.shippedAt)}.${hasRest ? " The rest follows in another parcel." : ""}`,
    ],
    facts: factsOf(shipment),
    rowsLabel: "In this parcel",
    rows: unitRows(order, shipment.lines),
    action: trackingOf(shipment),
  });
};
