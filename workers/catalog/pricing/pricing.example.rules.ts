import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import type { CustomerGroup } from "./customer-groups.contract";
import type { AdminMarket } from "./markets.contract";
import type { PriceList } from "./price-lists.contract";

const TIMES = { createdAt: "2026-11-02T08:00:00.000Z", updatedAt: "2026-11-20T14:15:00.000Z" };
const RECORDED = { version: 2, ...TIMES };
const MARKET_ID = "mkt_01kb0c6w3mexample00000000000000000000";
const VARIANT_ID = PRODUCT_EXAMPLE.variants[0]?.id ?? "";

/** The group of the API reference. */
export const GROUP_EXAMPLE: CustomerGroup = {
  id: "grp_01kb0c6w3mexample00000000000000000000",
  title: "Resellers",
  ...RECORDED,
  customerIds: ["usr_01kb0c6w3mexample00000000000000000000"],
};

/** The price list of the API reference, with a price from one unit and one from five. */
export const LIST_EXAMPLE: PriceList = {
  id: "plc_01kb0c6w3mexample00000000000000000000",
  title: "Resellers in Europe",
  currency: "EUR",
  startsAt: "2026-12-01T00:00:00.000Z",
  endsAt: null,
  customerGroupId: GROUP_EXAMPLE.id,
  marketIds: [MARKET_ID],
  ...RECORDED,
  prices: [
    { variantId: VARIANT_ID, amount: 1100, minQuantity: 1 },
    { variantId: VARIANT_ID, amount: 990, minQuantity: 5 },
  ],
};

/** The market of the API reference. */
export const MARKET_EXAMPLE: AdminMarket = {
  id: MARKET_ID,
  name: "European Union",
  countries: ["AT", "DE", "FR"],
  currency: "EUR",
  locales: ["de", "fr"],
  taxIncluded: true,
  priceListIds: [LIST_EXAMPLE.id],
  ...RECORDED,
};
