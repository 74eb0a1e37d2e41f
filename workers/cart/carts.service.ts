import type { CartStore, Changed } from "#cart/carts.store";
import { lineIdOf } from "#cart/lines.service";
import type { Mutation } from "#cart/mutation.rules";
import {
  isSellable,
  lineContent,
  type PricingInputs,
  refusalOf,
} from "#cart/pricing/cart-lines.rules";
import { optionsFor, phoneOf } from "#cart/pricing/pricing.rules";
import type { QuotesService, Shop } from "#cart/pricing/quotes.service";
import { countriesIn, unservedIn } from "#cart/pricing/served-countries.rules";
import type { ReplayableCartAnswer } from "#cart/replay.rules";
import type { ReplayService } from "#cart/replay.service";
import type { LineContent, NewStoredLine, StoredCart } from "#cart/stored-cart.rules";
import type { Cart, CartPatch, NewCart, NewLine, ShippingOption } from "#contract/cart";
import { LINE_QUANTITY_MAX } from "#contract/cart";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError, appErrorIn } from "#kernel/errors";
import { digestId, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { ok, type Result, refuse } from "#kernel/result";

interface Dependencies {
  store: CartStore;
  quotes: QuotesService;
  replay: ReplayService;
  clock: Clock;
  readShop(): Promise<Shop>;
  /**
   * The secret with which cart ids are derived from idempotency keys, so that the ids cannot be guessed.
   */
  idSecret: string;
}

interface CartCreation {
  body: NewCart;
  request: KeyedRequest | undefined;
  mutation: Mutation;
}

interface LineInputs {
  inputs: PricingInputs;
  currency: string;
  nowMs: number;
}

/** Adds up the quantities of equal lines, as if they were added one after the other. */
const mergeEqual = (lines: readonly NewStoredLine[]): Result<NewStoredLine[], AppError> => {
  const byId = new Map<string, NewStoredLine>();
  for (const line of lines) {
    const quantity = (byId.get(line.id)?.quantity ?? 0) + line.quantity;
    if (quantity > LINE_QUANTITY_MAX) return refuse(new AppError("quantity_limit_reached"));
    byId.set(line.id, { ...(byId.get(line.id) ?? line), quantity });
  }
  return ok([...byId.values()]);
};

/** Returns the lines of a new cart as the store writes them, or the error of the first refused line. */
const storedLines = async (
  lines: readonly NewLine[],
  { inputs, currency, nowMs }: LineInputs,
): Promise<Result<NewStoredLine[], AppError>> => {
  const variantById = new Map(inputs.variants.map((variant) => [variant.variantId, variant]));
  const sellable: { line: NewLine; content: LineContent }[] = [];
  for (const [index, line] of lines.entries()) {
    const variant = variantById.get(line.variantId);
    if (!isSellable(variant)) return refuse(refusalOf(variant, `/lines/${index}/variantId`));
    const addedAtMs = nowMs + index;
    sellable.push({ line, content: lineContent({ line, variant, currency, addedAtMs }) });
  }
  const stored = sellable.map(async ({ line, content }) => {
    return { id: await lineIdOf(line), quantity: line.quantity, ...content };
  });
  return mergeEqual(await Promise.all(stored));
};

/** Returns the cart with the patch applied, to price the result before anything is written. */
const patched = (cart: StoredCart, patch: CartPatch): StoredCart => {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...cart, ...Object.fromEntries(given) };
};

const isOffered = (draft: StoredCart, inputs: PricingInputs) =>
  optionsFor(draft, inputs).some(({ id }) => id === draft.shippingOptionId);

const withoutPhone = () =>
  new AppError("validation_failed", "SMS need a phone.", {
    errors: [
      {
        pointer: "/sms",
        code: "phone",
        message: "Requires a shipping address with a valid phone number.",
      },
    ],
  });

const hasCode = (err: unknown, code: AppError["code"]) => appErrorIn(err)?.code === code;

/** Creates, reads, changes and deletes carts. */
export const cartsService = ({
  store,
  quotes,
  replay,
  clock,
  readShop,
  idSecret,
}: Dependencies) => {
  /** Returns the cart if the account may see it. */
  const visibleTo = async (userId: string | null, cartId: string): Promise<StoredCart> => {
    const cart = await store.read(cartId);
    if (!cart || (cart.userId !== null && cart.userId !== userId)) throw new AppError("not_found");
    return cart;
  };

  const idFor = async (request: KeyedRequest | undefined) =>
    request
      ? digestId("cart", await hmacBase64Url(idSecret, `${request.scope} ${request.key}`))
      : newId("cart", clock.now());

  const inputsFor = async (body: NewCart, currency: string, userId: string | null) => {
    const variantIds = (body.lines ?? []).map(({ variantId }) => variantId);
    if (variantIds.length === 0) return undefined;
    return quotes.read({ variantIds, currency, country: body.country ?? null, userId });
  };

  /** Returns the cart that an earlier request under the same idempotency key has created, or undefined. */
  const createdBefore = async (cartId: string, mutation: Mutation) => {
    if (mutation.fingerprint === null) return undefined;
    try {
      return await store.peek(cartId, mutation);
    } catch (err) {
      if (hasCode(err, "not_found")) return undefined;
      throw err;
    }
  };

  /** Answers the repeat of an earlier creation, or throws the refusal. */
  const createdOr = async (refusal: AppError, cartId: string, mutation: Mutation) => {
    const earlier = await createdBefore(cartId, mutation);
    if (!earlier) throw refusal;
    return replay.answer(earlier, mutation, { status: 201 });
  };

  /** Answers the repeat of an earlier patch, or throws the refusal. */
  const patchedOr = async (refusal: AppError, cartId: string, mutation: Mutation) => {
    const current = await store.peek(cartId, mutation);
    if (current.state === "open") throw refusal;
    return replay.answer(current, mutation);
  };

  /**
   * Prices the patched cart to validate that the shipping option is offered and that SMS have a phone, and then
   * patches the version that was priced.
   */
  const patchValidated = async (cartId: string, patch: CartPatch, mutation: Mutation) => {
    const current = await store.peek(cartId, mutation);
    if (current.state !== "open") return replay.answer(current, mutation);
    const draft = patched(current.cart, patch);
    if (patch.sms && phoneOf(draft) === null) throw withoutPhone();
    const inputs = await quotes.inputsFor(draft);
    if (typeof patch.shippingOptionId === "string" && !isOffered(draft, inputs))
      throw new AppError("shipping_option_unknown");
    const expectedVersion = current.cart.version;
    const changed = await store.patch(cartId, patch, { ...mutation, expectedVersion });
    return replay.answer(changed, mutation, { inputs });
  };

  return {
    /**
     * Creates a cart. The cart's id is derived from the idempotency key, so a repeated request finds the
     * same cart.
     */
    async create({ body, request, mutation }: CartCreation): Promise<ReplayableCartAnswer> {
      const cartId = await idFor(request);
      const shop = await readShop();
      const currency = body.currency ?? shop.defaultCurrency;
      const unserved = unservedIn(countriesIn(body), shop.countries);
      if (unserved) return createdOr(unserved, cartId, mutation);
      const inputs = await inputsFor(body, currency, mutation.userId);
      const lines = inputs
        ? await storedLines(body.lines ?? [], { inputs, currency, nowMs: clock.now() })
        : ok([]);
      if (!lines.ok) return createdOr(lines.refusal, cartId, mutation);
      const cart = { currency, country: body.country ?? null, lines: lines.value };
      const changed: Changed = await store.create(cartId, cart, mutation);
      const isNew = changed.state === "applied";
      return replay.answer(changed, mutation, { status: 201, inputs: isNew ? inputs : undefined });
    },

    read: async (cartId: string, userId: string | null): Promise<Cart> => {
      const [cart] = await Promise.all([visibleTo(userId, cartId), readShop()]);
      return quotes.price(cart, await quotes.inputsFor(cart));
    },

    /** Sets the given fields of a cart. An absent field stays unchanged, null clears it. */
    async patch(
      cartId: string,
      patch: CartPatch,
      mutation: Mutation,
    ): Promise<ReplayableCartAnswer> {
      const given = countriesIn(patch);
      const unserved = given.length > 0 && unservedIn(given, (await readShop()).countries);
      if (unserved) return patchedOr(unserved, cartId, mutation);
      if (typeof patch.shippingOptionId !== "string" && !patch.sms)
        return replay.answer(await store.patch(cartId, patch, mutation), mutation);
      return retryOnConflict(() => patchValidated(cartId, patch, mutation), {
        isConflict: (err) =>
          hasCode(err, "precondition_failed") && mutation.expectedVersion === undefined,
      });
    },

    remove: async (cartId: string, mutation: Mutation): Promise<ReplayableCartAnswer> =>
      replay.answer(await store.remove(cartId, mutation), mutation),

    shippingOptions: async (cartId: string, userId: string | null): Promise<ShippingOption[]> =>
      quotes.options(await visibleTo(userId, cartId)),
  };
};
export type CartsService = ReturnType<typeof cartsService>;
