import { oneOf } from "#cloud/random";
import type { Json } from "#tests/system";
import { asBuyer, asStaff, oneUnit, payBy, read, type Sale } from "./sale";

const VISA = "pm_card_visa";
const CHALLENGED = "pm_card_threeDSecure2Required";
const DECLINED = "pm_card_chargeDeclined";

/** Returns one unit more of some variant. */
const more = ({ variants, random }: Sale) => ({
  add: [{ variantId: oneOf(variants, random), quantity: 1 }],
});

/** Returns an edit after which the order has less: another quantity, or a line less. */
const less = ({ order: { lines } }: Sale) => {
  const { id, quantity } = lines[0];
  if (quantity > 1) return { set: [{ lineId: id, quantity: quantity - 1 }] };
  return { remove: [{ lineId: (lines[1] ?? lines[0]).id }] };
};

const edit = (sale: Sale, who: 0 | 1, body: object) => asStaff(sale, who, "/edits", body);

/** Returns an edit whose difference is charged to the card that the buyer has saved; a link without one. */
const bySavedCard = async (sale: Sale) => {
  const saved = await sale.buyer("GET", "/v1/me/payment-methods");
  const paymentMethodId: string | undefined = saved?.body?.data?.[0]?.id;
  const charge = paymentMethodId ? { charge: { method: "saved_card", paymentMethodId } } : {};
  return { ...more(sale), ...charge };
};

/** Pays what is due by a card with 3-D Secure, and returns the payment that waits for it. */
const beginDue = async (sale: Sale): Promise<Json> =>
  (await payBy(sale, CHALLENGED))?.body?.payment ?? (await read(sale))?.body?.payment;

/** What staff and buyers do when the lines of a sold order change. */
export const EDIT_ACTS = {
  previewsEdit: (sale) => edit(sale, 0, { ...more(sale), preview: true }),
  editsMore: (sale) => edit(sale, 0, more(sale)),
  editsLess: (sale) => edit(sale, 1, less(sale)),
  editsBoth: (sale) => edit(sale, 0, { ...more(sale), ...less(sale) }),
  editsBySavedCard: async (sale) => edit(sale, 0, await bySavedCard(sale)),
  twoEdit: (sale) => Promise.all([edit(sale, 0, more(sale)), edit(sale, 1, less(sale))]),
  editsAndShips: (sale) =>
    Promise.all([
      edit(sale, 0, less(sale)),
      asStaff(sale, 1, "/shipments", { lines: oneUnit(sale) }),
    ]),
  editsAndCancels: (sale) => Promise.all([edit(sale, 0, more(sale)), asBuyer(sale, "/cancel", {})]),
  paysDue: (sale) => payBy(sale, VISA),
  paysDueDeclined: (sale) => payBy(sale, DECLINED),
  paysDueTwice: (sale) => Promise.all([payBy(sale, VISA), payBy(sale, "pm_card_amex")]),
  beginsDue: beginDue,
  paysDueChallenged: async (sale) => {
    const payment = await beginDue(sale);
    await sale.bank.authenticate(payment, "success");
  },
  paysDueAndEdits: (sale) => Promise.all([payBy(sale, VISA), edit(sale, 0, less(sale))]),
  paysDueAndCancels: (sale) =>
    Promise.all([payBy(sale, VISA), asStaff(sale, 1, "/cancel", { reason: "out_of_stock" })]),
} satisfies Record<string, (sale: Sale) => Promise<unknown>>;
