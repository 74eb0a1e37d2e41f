import type { CartStore } from "#cart/carts.store";
import type { Mutation } from "#cart/mutation.rules";
import { isSellable, lineContent, refusalOf } from "#cart/pricing/cart-lines.rules";
import { chosenCountry } from "#cart/pricing/pricing.rules";
import type { Shop } from "#cart/pricing/quotes.service";
import type { PricedFor, VariantsService } from "#cart/pricing/variants.service";
import type { ReplayableCartAnswer } from "#cart/replay.rules";
import type { ReplayService } from "#cart/replay.service";
import type { StoredCart } from "#cart/stored-cart.rules";
import type { NewLine } from "#contract/cart";
import type { Clock } from "#kernel/clock";
import { canonicalJson } from "#kernel/encoding";
import { digestId } from "#kernel/ids";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  store: CartStore;
  variants: VariantsService;
  replay: ReplayService;
  clock: Clock;
  readShop(): Promise<Shop>;
}

interface LineAddition {
  cartId: string;
  line: NewLine;
  mutation: Mutation;
}

/** What the price of a line depends on and the cart decides. */
type Terms = Pick<PricedFor, "currency" | "country">;

type Added = { answer: ReplayableCartAnswer } | { otherTerms: Terms };

const termsOf = (cart: StoredCart): Terms => ({
  currency: cart.currency,
  country: chosenCountry(cart),
});

/**
 * Returns the id of a line. Lines with the same variant and the same properties are equal, regardless
 * of the order of the properties.
 */
export const lineIdOf = ({ variantId, properties = {} }: NewLine) =>
  digestId("line", canonicalJson([variantId, properties]));

/** Adds, changes and removes lines of a cart. */
export const linesService = ({ store, variants, replay, clock, readShop }: Dependencies) => {
  /**
   * Returns the answer if the line was added by an earlier request. Otherwise throws the refusal of the
   * variant.
   */
  const withoutVariant = async (
    { cartId, mutation }: LineAddition,
    currency: string,
    refusal: Error,
  ): Promise<Added> => {
    const current = await store.peek(cartId, mutation);
    if (current.state !== "open") return { answer: await replay.answer(current, mutation) };
    if (current.cart.currency !== currency) return { otherTerms: termsOf(current.cart) };
    throw refusal;
  };

  /** Adds a line if the cart has these terms. Otherwise returns the cart's terms. */
  const addOn = async (terms: Terms, addition: LineAddition): Promise<Added> => {
    const { cartId, line, mutation } = addition;
    const { currency, country } = terms;
    const pricedFor = { ...terms, userId: mutation.userId };
    const { variant, fresh } = await variants.find(line.variantId, pricedFor);
    if (!isSellable(variant))
      return withoutVariant(addition, currency, refusalOf(variant, "/variantId"));
    const content = lineContent({ line, variant, currency, addedAtMs: clock.now() });
    const id = await lineIdOf(line);
    const asked = variant.pricedByCountry ? { country } : {};
    const stored = { id, quantity: line.quantity, currency, ...asked, content };
    const changed = await store.addLine(cartId, stored, mutation);
    if (changed.state === "other_terms") return { otherTerms: termsOf(changed.cart) };
    return { answer: await replay.answer(changed, mutation, fresh ? { fresh: [variant] } : {}) };
  };

  return {
    /**
     * Adds a line to a cart. Tries the shop's currency first and no chosen country, because most carts have them.
     * Others cost a second read of the variant; a country only if its price depends on it.
     */
    async add(cartId: string, line: NewLine, mutation: Mutation): Promise<ReplayableCartAnswer> {
      let terms: Terms = { currency: (await readShop()).defaultCurrency, country: null };
      const attempt = async () => {
        const added = await addOn(terms, { cartId, line, mutation });
        if ("answer" in added) return added.answer;
        terms = added.otherTerms;
        return CONFLICT;
      };
      return retryOnConflict(attempt, { triesMax: 2 });
    },

    /** Sets the quantity of a line; 0 removes it. */
    setQuantity: async ({
      cartId,
      mutation,
      ...line
    }: {
      cartId: string;
      lineId: string;
      quantity: number;
      mutation: Mutation;
    }): Promise<ReplayableCartAnswer> =>
      replay.answer(await store.setLine(cartId, line, mutation), mutation),
  };
};
export type LinesService = ReturnType<typeof linesService>;
