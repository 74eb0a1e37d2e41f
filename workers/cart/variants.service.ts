import type { CatalogRpc, SellableVariant } from "#contract/catalog";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { roundToStep } from "#kernel/money";
import { isSellable } from "./variant";

const KNOWN_FOR_MS = 30_000;
const KNOWN_MAX = 5000;

interface Tools {
  catalog: CatalogRpc;
  clock: Clock;
}

export interface FoundVariant {
  variant: SellableVariant | undefined;
  /** Read just now, so that it may also be priced with. */
  fresh: boolean;
}

/** Returns a variant at a price that can be charged; an import that was made before may have left another. */
const chargeable = (variant: SellableVariant, currency: string): SellableVariant => {
  const { unitPriceMinor: exact } = variant;
  return { ...variant, unitPriceMinor: exact === null ? null : roundToStep(exact, currency) };
};

/**
 * Variants as the catalog has them. Those that can be bought are remembered for a moment, so that
 * adding a line need not ask again; it decides only whether a line may come in, never what it costs.
 */
export const variantsService = ({ catalog, clock }: Tools) => {
  const known = new Map<string, { variant: SellableVariant; untilMs: number }>();
  const nameOf = (variantId: string, currency: string) => `${currency} ${variantId}`;

  const remember = (variants: readonly SellableVariant[], currency: string) => {
    const untilMs = clock.now() + KNOWN_FOR_MS;
    for (const variant of variants) {
      const name = nameOf(variant.variantId, currency);
      known.delete(name);
      if (isSellable(variant)) known.set(name, { variant, untilMs });
    }
    for (const name of known.keys()) {
      if (known.size <= KNOWN_MAX) break;
      known.delete(name);
    }
  };

  const read = async (variantIds: readonly string[], currency: string) => {
    if (variantIds.length === 0) return [];
    const found = await catalog.variants([...variantIds], currency, currentTrace());
    const variants = found.map((variant) => chargeable(variant, currency));
    remember(variants, currency);
    return variants;
  };

  return {
    /** The known ones among these, as they are now. */
    read,

    /** One variant, as it was half a minute ago at most. */
    async find(variantId: string, currency: string): Promise<FoundVariant> {
      const held = known.get(nameOf(variantId, currency));
      if (held && held.untilMs > clock.now()) return { variant: held.variant, fresh: false };
      const [variant] = await read([variantId], currency);
      return { variant, fresh: true };
    },
  };
};
export type VariantsService = ReturnType<typeof variantsService>;
