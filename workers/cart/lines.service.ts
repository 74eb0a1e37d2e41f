import type { NewLine } from "#contract/cart";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { CartStore } from "./carts.store";
import { lineContent, lineIdOf } from "./line";
import type { Mutation } from "./mutation.rules";
import type { Shop } from "./quotes.service";
import type { AnswersService, Settled } from "./replay.service";
import { isSellable, refusalOf } from "./variant";
import type { VariantsService } from "./variants.service";

interface Tools {
  store: CartStore;
  variants: VariantsService;
  answers: AnswersService;
  clock: Clock;
  shop: Shop;
}

/** The lines of a cart. */
export const linesService = ({ store, variants, answers, clock, shop }: Tools) => {
  /**
   * Adds a line to a cart that counts in this currency.
   * @returns the currency it counts in when that is another one
   */
  const addIn = async (
    currency: string,
    cartId: string,
    line: NewLine,
    mutation: Mutation,
  ): Promise<Settled | string> => {
    const { variant, fresh } = await variants.find(line.variantId, currency);
    if (!isSellable(variant)) {
      const held = await store.peek(cartId, mutation);
      if (held.state !== "open") return answers.settle(held, mutation);
      if (held.cart.currency !== currency) return held.cart.currency;
      throw refusalOf(variant, "/variantId");
    }
    const content = lineContent(line, variant, currency, clock.now());
    const id = await lineIdOf(line);
    const addition = { id, quantity: line.quantity, currency, content };
    const changed = await store.addLine(cartId, addition, mutation);
    if (changed.state === "other_currency") return changed.cart.currency;
    return answers.settle(changed, mutation, fresh ? { fresh: [variant] } : {});
  };

  return {
    /** Most carts count in the shop's currency; one that does not costs a second look. */
    async add(cartId: string, line: NewLine, mutation: Mutation): Promise<Settled> {
      const first = await addIn(shop.currency, cartId, line, mutation);
      if (typeof first !== "string") return first;
      const second = await addIn(first, cartId, line, mutation);
      if (typeof second === "string") throw new AppError("conflict");
      return second;
    },

    /** 0 removes the line. */
    setQuantity: async (
      cartId: string,
      lineId: string,
      quantity: number,
      mutation: Mutation,
    ): Promise<Settled> =>
      answers.settle(await store.setLine(cartId, lineId, quantity, mutation), mutation),
  };
};
export type LinesService = ReturnType<typeof linesService>;
