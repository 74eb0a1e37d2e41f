import { isSellable } from "#cart/pricing/cart-lines.rules";
import type { Buyer, CatalogRpc, SellableVariant } from "#contract/catalog";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { roundToStep } from "#kernel/money";

const CACHE_TTL_MS = 30_000;
const CACHED_MAX = 5000;

interface Dependencies {
  catalog: CatalogRpc;
  clock: Clock;
}

/** In what and for whom variants are priced. */
export interface PricedFor extends Buyer {
  currency: string;
}

export interface FoundVariant {
  variant: SellableVariant | undefined;
  /** Whether the variant was just read from the catalog, so that its price is current. */
  fresh: boolean;
}

/**
 * Rounds the price of a variant to a chargeable amount, because earlier imports stored unrounded prices.
 */
const chargeable = (variant: SellableVariant, currency: string): SellableVariant => {
  const { unitPriceMinor: exact } = variant;
  return { ...variant, unitPriceMinor: exact === null ? null : roundToStep(exact, currency) };
};

/**
 * Reads variants from the catalog. Sellable variants are cached for 30 seconds, so that adding a line
 * rarely needs a read. The cached variant only decides whether a line may be added. Carts are always priced
 * with variants that are read from the catalog.
 */
export const variantsService = ({ catalog, clock }: Dependencies) => {
  const cache = new Map<string, { variant: SellableVariant; untilMs: number }>();
  const cacheKey = (variantId: string, { currency, country, userId }: PricedFor) =>
    `${currency} ${country} ${userId} ${variantId}`;

  const remember = (variants: readonly SellableVariant[], pricedFor: PricedFor) => {
    const untilMs = clock.now() + CACHE_TTL_MS;
    for (const variant of variants) {
      const key = cacheKey(variant.variantId, pricedFor);
      cache.delete(key);
      if (isSellable(variant)) cache.set(key, { variant, untilMs });
    }
    for (const key of cache.keys()) {
      if (cache.size <= CACHED_MAX) break;
      cache.delete(key);
    }
  };

  const read = async (variantIds: readonly string[], pricedFor: PricedFor) => {
    if (variantIds.length === 0) return [];
    const { currency, ...buyer } = pricedFor;
    const exact = await catalog.variants([...variantIds], currency, currentTrace(), buyer);
    const variants = exact.map((variant) => chargeable(variant, currency));
    remember(variants, pricedFor);
    return variants;
  };

  return {
    /** Returns the variants that exist, with current prices for a buyer. */
    read,

    /** Returns one variant, at most 30 seconds old. */
    async find(variantId: string, pricedFor: PricedFor): Promise<FoundVariant> {
      const cached = cache.get(cacheKey(variantId, pricedFor));
      if (cached && cached.untilMs > clock.now()) return { variant: cached.variant, fresh: false };
      const [variant] = await read([variantId], pricedFor);
      return { variant, fresh: true };
    },
  };
};
export type VariantsService = ReturnType<typeof variantsService>;
