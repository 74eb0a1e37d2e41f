import { NO_PRICING_INPUTS, type PricingInputs } from "#cart/pricing/cart-lines.rules";
import { chosenCountry, optionsFor, priceCart } from "#cart/pricing/pricing.rules";
import type { VariantsService } from "#cart/pricing/variants.service";
import type { StoredCart } from "#cart/stored-cart.rules";
import type { Cart } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { OrdersRpc } from "#contract/orders";
import type { Settings } from "#contract/settings";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";

/** What carts take from the settings of the shop: defaults, and where it delivers. */
export type Shop = Pick<Settings, "defaultCurrency" | "defaultCountry" | "countries" | "sourcing">;

/** Pricing inputs with the settings that apply. */
export interface QuoteInputs extends PricingInputs {
  shop: Shop;
}

interface Dependencies {
  variants: VariantsService;
  orders: OrdersRpc;
  clock: Clock;
  /** Returns the current settings, almost always from the isolate. */
  readShop(): Promise<Shop>;
}

interface QuoteRequest {
  variantIds: readonly string[];
  /** The parts that bundles among them had before. Their stock is read at once, without waiting for the catalog. */
  partIds?: readonly string[];
  currency: string;
  /** Null if the buyer has chosen none. */
  country: string | null;
  /** The account that has the cart; null for a guest. */
  userId: string | null;
  /** Variants that this HTTP request has already read. */
  fresh?: readonly SellableVariant[] | undefined;
}

const partIdsOf = (variants: readonly SellableVariant[]) =>
  variants.flatMap(({ parts }) => parts.map(({ variantId }) => variantId));

/** Prices carts. Prices, stock, shipping rates, tax and settings are read in parallel for each response. */
export const quotesService = ({ variants, orders, clock, readShop }: Dependencies) => {
  const read = async (request: QuoteRequest): Promise<QuoteInputs> => {
    const { variantIds, partIds = [], currency, userId, fresh = [] } = request;
    const country = request.country ?? (await readShop()).defaultCountry;
    const ids = [...new Set(variantIds)];
    const stocked = new Set([...ids, ...partIds, ...partIdsOf(fresh)]);
    const readTerms = () =>
      orders.terms({ variantIds: [...stocked], country, currency }, currentTrace());
    const freshIds = new Set(fresh.map(({ variantId }) => variantId));
    const missing = ids.filter((id) => !freshIds.has(id));
    const [others, terms, shop] = await Promise.all([
      variants.read(missing, { currency, country: request.country, userId }),
      readTerms(),
      readShop(),
    ]);
    const unread = partIdsOf(others).filter((id) => !stocked.has(id));
    for (const id of unread) stocked.add(id);
    return {
      variants: [...fresh, ...others],
      terms: unread.length > 0 ? await readTerms() : terms,
      shop,
    };
  };

  const readFor = (cart: StoredCart, fresh?: readonly SellableVariant[]) =>
    read({
      variantIds: cart.lines.map(({ variantId }) => variantId),
      partIds: cart.lines.flatMap(({ seen }) =>
        (seen.parts ?? []).map(({ variantId }) => variantId),
      ),
      currency: cart.currency,
      country: chosenCountry(cart),
      userId: cart.userId,
      fresh,
    });

  return {
    read,

    /** Returns the pricing inputs of a cart, without a read if the cart is empty. */
    async inputsFor(cart: StoredCart, fresh?: readonly SellableVariant[]): Promise<QuoteInputs> {
      const isEmpty = cart.lines.length === 0 && cart.shippingOptionId === null;
      return isEmpty ? { ...NO_PRICING_INPUTS, shop: await readShop() } : readFor(cart, fresh);
    },

    price: (cart: StoredCart, { shop, ...inputs }: QuoteInputs): Cart =>
      priceCart(cart, inputs, {
        shopCountry: shop.defaultCountry,
        served: shop.countries,
        nowMs: clock.now(),
      }),

    /** Returns the shipping options for the content of the cart. */
    options: async (cart: StoredCart) => optionsFor(cart, await readFor(cart)),
  };
};
export type QuotesService = ReturnType<typeof quotesService>;
