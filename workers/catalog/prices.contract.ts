import * as z from "zod";
import { PaymentCurrency } from "#contract/payments";
import { stepMinor } from "#kernel/money";

/** Beyond the currencies of any market that a shop has. */
const CURRENCIES_MAX = 50;
/** As in a product file: twelve digits. */
const AMOUNT_MAX = 999_999_999_999;

export const PriceAmount = z.int().min(0).max(AMOUNT_MAX);

/** Adds an issue for an amount that no provider can charge. */
export const requireChargeable = (
  { currency, amount }: { currency: string; amount: number },
  path: (string | number)[],
  context: z.RefinementCtx,
) => {
  const step = stepMinor(currency);
  if (amount % step === 0) return;
  context.addIssue({
    code: "custom",
    path,
    message: `must be a multiple of ${step}, because providers charge no smaller units of ${currency}`,
    params: { code: "not_multiple_of", of: step },
  });
};

/** The price of a variant in one currency, in whole minor units. */
export const VariantPrice = z
  .strictObject({
    currency: PaymentCurrency,
    amount: PriceAmount,
    compareAt: PriceAmount.nullable()
      .default(null)
      .describe("The former price, which a storefront crosses out."),
  })
  .superRefine((price, context) => requireChargeable(price, ["amount"], context))
  .meta({ id: "VariantPrice" });
export type VariantPrice = z.infer<typeof VariantPrice>;

/** The prices of a variant, one for each currency. */
export const VariantPrices = z
  .array(VariantPrice)
  .max(CURRENCIES_MAX)
  .superRefine((prices, context) => {
    const seen = new Set<string>();
    for (const [index, { currency }] of prices.entries()) {
      if (seen.has(currency))
        context.addIssue({
          code: "custom",
          path: [index, "currency"],
          message: "must differ from the currencies of the other prices",
          params: { code: "duplicate_currency" },
        });
      seen.add(currency);
    }
  });

/** The body of `PUT variants/{id}/prices`. A currency that it does not name has no price any more. */
export const PricesReplacement = z.strictObject({ prices: VariantPrices });
export type PricesReplacement = z.infer<typeof PricesReplacement>;
