import type { SellableVariant } from "#contract/catalog";
import { AppError } from "#kernel/errors";

export type PricedVariant = SellableVariant & { unitPriceMinor: number };

/** Whether it can be bought at all; stock is another question. */
export const isSellable = (variant: SellableVariant | undefined): variant is PricedVariant =>
  variant?.published === true && variant.unitPriceMinor !== null;

/** Whether it may be sold beyond its stock: that of a variant that is not tracked is not counted. */
export const policyOf = ({ tracked, inventoryPolicy }: SellableVariant) =>
  tracked ? inventoryPolicy : "continue";

/** Why a variant cannot go into a cart. */
export const refusalOf = (variant: SellableVariant | undefined, pointer: string) =>
  new AppError(variant ? "variant_unavailable" : "variant_unknown", undefined, {
    errors: [{ pointer, message: variant ? "cannot be bought" : "is not a variant of this shop" }],
  });
