import type { ReadProduct } from "#catalog/products/shown-product.rules";

/** From when and until when the price of a list is shown, in epoch milliseconds. */
export interface Sale {
  startsAt: number;
  endsAt: number;
}

type ReadVariant = Pick<ReadProduct["variants"][number], "id" | "price" | "offers">;

/** Returns the times of the list whose price is shown; undefined without one, or if it has no end. */
const saleOf = ({ price, offers }: ReadVariant): Sale | undefined => {
  const single = offers.filter(
    ([minQuantity, amount]) => minQuantity === 1 && amount < price.amount,
  );
  const lowest = Math.min(...single.map(([, amount]) => amount));
  const shown = single.filter(([, amount]) => amount === lowest);
  const ends = shown.flatMap(([, , , endsAt]) => endsAt ?? []);
  if (ends.length === 0 || ends.length < shown.length) return undefined;
  return { startsAt: Math.min(...shown.map(([, , at]) => at)), endsAt: Math.max(...ends) };
};

/** Returns the times of the sales of a product by its variants. */
export const salesOf = ({ variants }: { variants: readonly ReadVariant[] }) =>
  new Map(
    variants.flatMap((variant) => {
      const sale = saleOf(variant);
      return sale ? [[variant.id, sale] as const] : [];
    }),
  );
