import { NO_PRICING_INPUTS, type PricingInputs } from "#cart/pricing/cart-lines.rules";
import { countryOf, optionsFor, priceCart } from "#cart/pricing/pricing.rules";
import type { VariantsService } from "#cart/pricing/variants.service";
import type { StoredCart } from "#cart/stored-cart.rules";
import type { Cart } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";

/** The shop's default currency and country for carts. */
export interface Shop {
  currency: string;
  country: string;
}

interface Dependencies {
  variants: VariantsService;
  orders: OrdersRpc;
  clock: Clock;
  shop: Shop;
}

interface QuoteRequest {
  variantIds: readonly string[];
  currency: string;
  country: string;
  /** Variants that this HTTP request has already read. */
  fresh?: readonly SellableVariant[] | undefined;
}

/** Prices carts. Prices, stock, shipping rates and tax are read in parallel for each response. */
export const quotesService = ({ variants, orders, clock, shop }: Dependencies) => {
  const read = async (request: QuoteRequest): Promise<PricingInputs> => {
    const { variantIds, currency, country, fresh = [] } = request;
    const ids = [...new Set(variantIds)];
    const freshIds = new Set(fresh.map(({ variantId }) => variantId));
    const missing = ids.filter((id) => !freshIds.has(id));
    const [others, terms] = await Promise.all([
      variants.read(missing, currency),
      orders.terms({ variantIds: ids, country, currency }, currentTrace()),
    ]);
    return { variants: [...fresh, ...others], terms };
  };

  const readFor = (cart: StoredCart, fresh?: readonly SellableVariant[]) =>
    read({
      variantIds: cart.lines.map(({ variantId }) => variantId),
      currency: cart.currency,
      country: countryOf(cart, shop.country),
      fresh,
    });

  return {
    read,

    /** Returns the pricing inputs of a cart, without a read if the cart is empty. */
    async inputsFor(cart: StoredCart, fresh?: readonly SellableVariant[]): Promise<PricingInputs> {
      const isEmpty = cart.lines.length === 0 && cart.shippingOptionId === null;
      return isEmpty ? NO_PRICING_INPUTS : readFor(cart, fresh);
    },

    price: (cart: StoredCart, inputs: PricingInputs): Cart =>
      priceCart(cart, inputs, { shopCountry: shop.country, nowMs: clock.now() }),

    /** Returns the shipping options for the content of the cart. */
    options: async (cart: StoredCart) => optionsFor(cart, await readFor(cart)),
  };
};
export type QuotesService = ReturnType<typeof quotesService>;
