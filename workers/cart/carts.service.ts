import type { Cart, CartPatch, NewCart, NewLine, ShippingOption } from "#contract/cart";
import { LINE_QUANTITY_MAX } from "#contract/cart";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { digestId, newId } from "#kernel/ids";
import { retryOnConflict } from "#kernel/retry-on-conflict";
import type { CartStore, NewStoredCart } from "./carts.store";
import { lineContent, lineIdOf } from "./line";
import type { Materials } from "./materials";
import { type Mutation, mutationOf } from "./mutation.rules";
import { optionsFor } from "./pricing.rules";
import type { QuotesService, Shop } from "./quotes.service";
import type { AnswersService, Settled } from "./replay.service";
import type { StoredCart } from "./stored-cart.rules";
import { isSellable, refusalOf } from "./variant";

interface Tools {
  store: CartStore;
  quotes: QuotesService;
  answers: AnswersService;
  clock: Clock;
  shop: Shop;
  /** Makes ids that are derived from keys unguessable. */
  idSecret: string;
}

type NewStoredLine = NewStoredCart["lines"][number];

/** Equal lines of one request add up, as they would one after the other. */
const addUp = (lines: readonly NewStoredLine[]): NewStoredLine[] => {
  const byId = new Map<string, NewStoredLine>();
  for (const line of lines) {
    const quantity = (byId.get(line.id)?.quantity ?? 0) + line.quantity;
    if (quantity > LINE_QUANTITY_MAX) throw new AppError("quantity_limit_reached");
    byId.set(line.id, { ...(byId.get(line.id) ?? line), quantity });
  }
  return [...byId.values()];
};

const storeLines = async (
  lines: readonly NewLine[],
  { variants }: Materials,
  currency: string,
  nowMs: number,
) => {
  const known = new Map(variants.map((variant) => [variant.variantId, variant]));
  const stored = lines.map(async (line, index) => {
    const variant = known.get(line.variantId);
    if (!isSellable(variant)) throw refusalOf(variant, `/lines/${index}/variantId`);
    const content = lineContent(line, variant, currency, nowMs + index);
    return { id: await lineIdOf(line), quantity: line.quantity, ...content };
  });
  return addUp(await Promise.all(stored));
};

/** The cart as it would be, for pricing it before anything is written. */
const patched = (cart: StoredCart, patch: CartPatch): StoredCart => {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...cart, ...Object.fromEntries(given) };
};

const hasMoved = (err: unknown) => (err as AppError).code === "precondition_failed";

/** Carts as a whole: making, reading, changing what is not a line, throwing away. */
export const cartsService = ({ store, quotes, answers, clock, shop, idSecret }: Tools) => {
  /** The cart of an account is there for that account alone. */
  const found = async (cartId: string, userId: string | null): Promise<StoredCart> => {
    const cart = await store.read(cartId);
    if (!cart || (cart.userId !== null && cart.userId !== userId)) throw new AppError("not_found");
    return cart;
  };

  const idFor = async (request: KeyedRequest | undefined) =>
    request
      ? digestId("cart", await hmacBase64Url(idSecret, `${request.scope} ${request.key}`))
      : newId("cart", clock.now());

  const materialsFor = async (body: NewCart, currency: string) => {
    const variantIds = (body.lines ?? []).map(({ variantId }) => variantId);
    if (variantIds.length === 0) return undefined;
    return quotes.read({ variantIds, currency, country: body.country ?? shop.country });
  };

  const linesOf = async (body: NewCart, materials: Materials | undefined, currency: string) =>
    materials ? storeLines(body.lines ?? [], materials, currency, clock.now()) : [];

  /** The key's first cart if there is one, although its lines could not be added today. */
  const madeBefore = async (cartId: string, mutation: Mutation) =>
    mutation.fingerprint === null
      ? undefined
      : store.peek(cartId, mutation).catch((err: AppError) => {
          if (err.code === "not_found") return undefined;
          throw err;
        });

  /** Whether the option is offered can only be told by pricing, so the write waits for that. */
  const patchShipping = async (cartId: string, patch: CartPatch, mutation: Mutation) => {
    const held = await store.peek(cartId, mutation);
    if (held.state !== "open") return answers.settle(held, mutation);
    const draft = patched(held.cart, patch);
    const materials = await quotes.materialsFor(draft);
    const offered = optionsFor(draft, materials).some(({ id }) => id === draft.shippingOptionId);
    if (!offered) throw new AppError("shipping_option_unknown");
    const expectedVersion = held.cart.version;
    const changed = await store.patch(cartId, patch, { ...mutation, expectedVersion });
    return answers.settle(changed, mutation, { materials });
  };

  return {
    /** Made with a key, the cart has an id that follows from it: the same key makes the same cart. */
    async create(
      body: NewCart,
      request: KeyedRequest | undefined,
      userId: string | null,
    ): Promise<Settled> {
      const cartId = await idFor(request);
      const mutation = await mutationOf(request, undefined, userId);
      const currency = body.currency ?? shop.currency;
      const materials = await materialsFor(body, currency);
      const lines = await linesOf(body, materials, currency).catch((err: AppError) => err);
      if (lines instanceof AppError) {
        const before = await madeBefore(cartId, mutation);
        if (!before) throw lines;
        return answers.settle(before, mutation, { status: 201 });
      }
      const cart = { currency, country: body.country ?? null, lines };
      const changed = await store.create(cartId, cart, mutation);
      const known = changed.state === "applied" && materials ? { materials } : {};
      return answers.settle(changed, mutation, { status: 201, ...known });
    },

    read: async (cartId: string, userId: string | null): Promise<Cart> => {
      const cart = await found(cartId, userId);
      return quotes.price(cart, await quotes.materialsFor(cart));
    },

    /** What is absent stays, what is null is cleared. */
    async patch(cartId: string, patch: CartPatch, mutation: Mutation): Promise<Settled> {
      if (typeof patch.shippingOptionId !== "string")
        return answers.settle(await store.patch(cartId, patch, mutation), mutation);
      return retryOnConflict(() => patchShipping(cartId, patch, mutation), {
        isConflict: (err) => hasMoved(err) && mutation.expectedVersion === undefined,
      });
    },

    remove: async (cartId: string, mutation: Mutation): Promise<Settled> =>
      answers.settle(await store.remove(cartId, mutation), mutation),

    shippingOptions: async (cartId: string, userId: string | null): Promise<ShippingOption[]> =>
      quotes.options(await found(cartId, userId)),
  };
};
export type CartsService = ReturnType<typeof cartsService>;
