import * as z from "zod";
import { PriceAmount, requireChargeable } from "#catalog/prices.contract";
import { PaymentCurrency } from "#contract/payments";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

export const LIST_PRICES_MAX = 10_000;
/** The largest quantity of a line. */
const QUANTITY_MAX = 999;
const TITLE_CHARS_MAX = 255;

const Time = z.iso.datetime().nullable();

export const ListPrice = z
  .strictObject({
    variantId: Id("variant"),
    amount: PriceAmount.describe("Minor units of the list's currency."),
    minQuantity: z
      .int()
      .min(1)
      .max(QUANTITY_MAX)
      .default(1)
      .describe("The units of one line from which the price applies."),
  })
  .meta({ id: "ListPrice" });
export type ListPrice = z.infer<typeof ListPrice>;

const FIELDS = {
  title: Line(TITLE_CHARS_MAX),
  currency: PaymentCurrency,
  startsAt: Time.describe("From when its prices apply; null for at once."),
  endsAt: Time.describe("From when they no longer apply; null for never."),
  customerGroupId: Id("customerGroup")
    .nullable()
    .describe("The only group whose members have its prices; null for everyone."),
};

/** A price list without its prices. */
export const PriceListSummary = z
  .strictObject({
    id: Id("priceList"),
    ...FIELDS,
    marketIds: z
      .array(Id("market"))
      .describe("The markets that name the list. Without one it applies in all."),
    version: z.int().describe("Grows with each change of the list; the `ETag` begins with it."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "PriceListSummary" });
export type PriceListSummary = z.infer<typeof PriceListSummary>;

export const PriceList = z
  .strictObject({ ...PriceListSummary.shape, prices: z.array(ListPrice) })
  .meta({ id: "PriceList" });
export type PriceList = z.infer<typeof PriceList>;

const Prices = z.array(ListPrice).max(LIST_PRICES_MAX);

/** Returns the index of the first entry whose key an earlier one has. */
const repeatedAt = (keys: readonly string[]) => {
  const seen = new Set<string>();
  return keys.findIndex((key) => seen.size === seen.add(key).size);
};

const requireOnce = (
  { prices = [] }: { prices?: readonly ListPrice[] | undefined },
  context: z.RefinementCtx,
) => {
  const at = repeatedAt(prices.map(({ variantId, minQuantity }) => `${variantId} ${minQuantity}`));
  if (at < 0) return;
  context.addIssue({
    code: "custom",
    path: ["prices", at],
    message: "must differ from the other prices in variant or quantity",
    params: { code: "duplicate_price" },
  });
};

export const PriceListCreation = z
  .strictObject({
    title: FIELDS.title,
    currency: FIELDS.currency.describe("Never changes."),
    startsAt: FIELDS.startsAt.default(null),
    endsAt: FIELDS.endsAt.default(null),
    customerGroupId: FIELDS.customerGroupId.default(null),
    prices: Prices.default([]),
  })
  .superRefine(requireOnce)
  .superRefine(({ currency, prices }, context) => {
    for (const [index, { amount }] of prices.entries())
      requireChargeable({ currency, amount }, ["prices", index, "amount"], context);
  });
export type PriceListCreation = z.infer<typeof PriceListCreation>;

/** A JSON merge patch (RFC 7396): null clears. The currency never changes. */
export const PriceListPatch = z
  .strictObject({
    title: FIELDS.title.optional(),
    startsAt: FIELDS.startsAt.optional(),
    endsAt: FIELDS.endsAt.optional(),
    customerGroupId: FIELDS.customerGroupId.optional(),
    prices: Prices.optional().describe("Replaces all prices of the list."),
  })
  .superRefine(requireOnce);
export type PriceListPatch = z.infer<typeof PriceListPatch>;
