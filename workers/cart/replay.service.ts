import type { CartStore, Changed } from "#cart/carts.store";
import type { Mutation } from "#cart/mutation.rules";
import type { QuoteInputs, QuotesService } from "#cart/pricing/quotes.service";
import {
  type CartAnswer,
  cartAnswer,
  REMOVED,
  type ReplayableCartAnswer,
} from "#cart/replay.rules";
import type { SellableVariant } from "#contract/catalog";
import { log } from "#kernel/log";

interface AnswerOptions {
  status?: 200 | 201;
  /** Variants that this HTTP request has already read. */
  fresh?: readonly SellableVariant[];
  /** Pricing inputs that this HTTP request has already read. */
  inputs?: QuoteInputs | undefined;
}

interface Dependencies {
  store: CartStore;
  quotes: QuotesService;
}

/**
 * Builds the HTTP answers to changes of carts. Stores the answers of changes with an idempotency key for
 * replay.
 */
export const replayService = ({ store, quotes }: Dependencies) => {
  /**
   * Stores an answer. Only logs a failure, because the change is committed. A retry then gets the current
   * cart.
   */
  const keep = async (cartId: string, mutation: Mutation, answer: CartAnswer) => {
    try {
      await store.keepAnswer(cartId, mutation, answer);
    } catch (err) {
      log.warn("cart.answer_not_kept", { error: err });
    }
  };

  return {
    /** Returns the answer to a change: the stored one, or a new one with the priced cart. */
    async answer(
      changed: Changed,
      mutation: Mutation,
      { status = 200, fresh, inputs }: AnswerOptions = {},
    ): Promise<ReplayableCartAnswer> {
      if (changed.state === "answered") return { ...changed.answer, replayed: true };
      if (changed.state === "removed") return { ...REMOVED, replayed: false };
      const { cart } = changed;
      const priced = quotes.price(cart, inputs ?? (await quotes.inputsFor(cart, fresh)));
      const answer = await cartAnswer(priced, status);
      if (mutation.fingerprint !== null) await keep(cart.id, mutation, answer);
      return { ...answer, replayed: changed.state === "again" };
    },
  };
};
export type ReplayService = ReturnType<typeof replayService>;
