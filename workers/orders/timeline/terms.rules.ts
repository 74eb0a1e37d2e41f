import type { OrderSnapshot } from "#db/orders/snapshot";
import type { PricedLine, PricedTerms } from "#orders/edits.contract";

type Priced = Pick<OrderSnapshot, "lines" | "totals" | "policies">;

/** Returns the part of agreed terms that an edit replaces, without the buyer's texts. */
export const pricedTermsOf = ({ lines, totals, policies }: Priced): PricedTerms => ({
  lines: lines.map(({ properties: _, ...line }): PricedLine => line),
  totals,
  policies,
});

/** Returns terms with other lines and totals. Lines that stay keep the buyer's texts. */
export const withPricedTerms = (snapshot: OrderSnapshot, terms: PricedTerms): OrderSnapshot => {
  const texts = new Map(snapshot.lines.map(({ id, properties }) => [id, properties]));
  return {
    ...snapshot,
    ...terms,
    lines: terms.lines.map((line) => ({ ...line, properties: texts.get(line.id) ?? {} })),
  };
};
