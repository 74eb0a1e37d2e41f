import { foldText } from "#kernel/fold";
import type { OrderRow } from "#orders/order/order.rules";

const TERM_CHARS_MAX = 100;
/** A name is found by its first words. */
const NAME_WORDS_MAX = 8;

/** A text by which an order is found, and whether an erasure deletes it. */
export interface OrderTerm {
  term: string;
  isPersonal: boolean;
}

/** Returns a text as it is stored and searched: folded, and at most 100 characters. */
export const termOf = (text: string) =>
  Array.from(foldText(text).replace(/\s+/g, " ").trim()).slice(0, TERM_CHARS_MAX).join("");

/** Returns a name from each of its words on, so that a prefix finds it by any of them. */
const nameTerms = (name: string) => {
  const words = termOf(name).split(" ");
  return words.slice(0, NAME_WORDS_MAX).map((_, first) => words.slice(first).join(" "));
};

type Searched = Pick<OrderRow, "number" | "email" | "customerId" | "snapshot">;

/**
 * Returns the terms by which staff find an order: the number with and without `ORD-`, the SKUs, the e-mail
 * address, the names of both addresses and the buyer's account. A text that is a SKU and a name is no
 * personal term.
 */
export const termsOf = ({ number, email, customerId, snapshot }: Searched): OrderTerm[] => {
  const { lines, shippingAddress, billingAddress } = snapshot;
  const ofGoods = [number, number.replace(/^ORD-/, ""), ...lines.map(({ sku }) => sku ?? "")];
  const ofBuyer = [
    termOf(email),
    ...nameTerms(shippingAddress?.name ?? ""),
    ...nameTerms(billingAddress.name),
    customerId ?? "",
  ];
  const goods = new Set(ofGoods.map(termOf));
  const buyer = new Set(ofBuyer).difference(goods);
  return [
    ...[...goods].map((term) => ({ term, isPersonal: false })),
    ...[...buyer].map((term) => ({ term, isPersonal: true })),
  ].filter(({ term }) => term !== "");
};
