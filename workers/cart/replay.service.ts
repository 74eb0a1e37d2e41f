import type { SellableVariant } from "#contract/catalog";
import { log } from "#kernel/log";
import type { CartStore, Changed } from "./carts.store";
import type { Materials } from "./materials";
import type { Mutation } from "./mutation.rules";
import type { QuotesService } from "./quotes.service";
import { type CartAnswer, cartAnswer, REMOVED } from "./replay.rules";

export interface Settled extends CartAnswer {
  /** The change had been made before. */
  replayed: boolean;
}

interface Settling {
  status?: 200 | 201;
  fresh?: readonly SellableVariant[];
  materials?: Materials;
}

interface Tools {
  store: CartStore;
  quotes: QuotesService;
}

/** Turns what came of a change into its answer, and keeps it when the change had a key. */
export const answersService = ({ store, quotes }: Tools) => {
  /** The change is made: if its answer cannot be kept, a retry sees the cart as it then is. */
  const keep = async (cartId: string, mutation: Mutation, answer: CartAnswer) => {
    try {
      await store.keepAnswer(cartId, mutation, answer);
    } catch (err) {
      log.warn("cart.answer_not_kept", { error: err });
    }
  };

  return {
    async settle(
      changed: Changed,
      mutation: Mutation,
      { status = 200, fresh, materials }: Settling = {},
    ): Promise<Settled> {
      if (changed.state === "answered") return { ...changed.answer, replayed: true };
      if (changed.state === "removed") return { ...REMOVED, replayed: false };
      const { cart } = changed;
      const priced = quotes.price(cart, materials ?? (await quotes.materialsFor(cart, fresh)));
      const answer = await cartAnswer(priced, status);
      if (mutation.fingerprint !== null) await keep(cart.id, mutation, answer);
      return { ...answer, replayed: changed.state === "again" };
    },
  };
};
export type AnswersService = ReturnType<typeof answersService>;
