import { asStaff } from "#catalog/staff.testing";
import type { TestCatalog } from "#catalog/testing";
import { ANONYMOUS_BUYER, type Buyer, type SellableVariant } from "#contract/catalog";
import { inCall } from "#kernel/testing";
import type { PriceList } from "./price-lists.contract";

/** Returns what tests of prices do with a catalog: make lists, and price variants as the cart does. */
export const asPricer = (catalog: TestCatalog) => {
  const staff = asStaff(catalog);
  const priced = async (variantId: string, buyer: Partial<Buyer> = {}, currency = "EUR") => {
    const [variant] = await inCall(() =>
      catalog.products.sellable([variantId], currency, { ...ANONYMOUS_BUYER, ...buyer }),
    );
    return variant as SellableVariant;
  };
  return {
    staff,
    priced,
    /** Creates a price list in EUR. */
    list: async (more: object) =>
      (await staff<PriceList>("POST", "/price-lists", { title: "Sale", currency: "EUR", ...more }))
        .body,
  };
};
