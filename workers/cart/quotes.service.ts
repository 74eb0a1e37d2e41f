import type { Cart } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { type Materials, NO_MATERIALS } from "./materials";
import { countryOf, optionsFor, priceCart } from "./pricing.rules";
import type { StoredCart } from "./stored-cart.rules";
import type { VariantsService } from "./variants.service";

export interface Shop {
  currency: string;
  country: string;
}

interface Tools {
  variants: VariantsService;
  orders: OrdersRpc;
  clock: Clock;
  shop: Shop;
}

interface Wanted {
  variantIds: readonly string[];
  currency: string;
  country: string;
  /** Read so shortly before that they need not be read again. */
  fresh?: readonly SellableVariant[];
}

/** What carts cost, with prices, stock, rates and tax read for each answer, all at once. */
export const quotesService = ({ variants, orders, clock, shop }: Tools) => {
  const read = async ({
    variantIds,
    currency,
    country,
    fresh = [],
  }: Wanted): Promise<Materials> => {
    const ids = [...new Set(variantIds)];
    const held = new Set(fresh.map(({ variantId }) => variantId));
    const missing = ids.filter((id) => !held.has(id));
    const [found, terms] = await Promise.all([
      variants.read(missing, currency),
      orders.terms({ variantIds: ids, country, currency }, currentTrace()),
    ]);
    return { variants: [...fresh, ...found], terms };
  };

  const gather = (cart: StoredCart, fresh?: readonly SellableVariant[]) =>
    read({
      variantIds: cart.lines.map(({ variantId }) => variantId),
      currency: cart.currency,
      country: countryOf(cart, shop.country),
      ...(fresh ? { fresh } : {}),
    });

  return {
    read,

    /** What this cart is to be priced with; nothing is asked for a cart that needs nothing. */
    async materialsFor(cart: StoredCart, fresh?: readonly SellableVariant[]): Promise<Materials> {
      const needsNothing = cart.lines.length === 0 && cart.shippingOptionId === null;
      return needsNothing ? NO_MATERIALS : gather(cart, fresh);
    },

    price: (cart: StoredCart, materials: Materials): Cart =>
      priceCart(cart, materials, { shopCountry: shop.country, nowMs: clock.now() }),

    /** The shipping that is offered for the cart as it is. */
    options: async (cart: StoredCart) => optionsFor(cart, await gather(cart)),
  };
};
export type QuotesService = ReturnType<typeof quotesService>;
