import { type Random, seededRandom } from "#cloud/random";
import type { Json } from "#tests/system";
import { ACTS, type Sale } from "./acts";
import type { Actor, Answered, Asking } from "./client";
import { expressTo } from "./currencies";
import { type OrderPlan, stepsOf } from "./plan";
import { STORIES } from "./stories";

export interface Crew {
  asking(actor: Actor): Asking;
  staff: Sale["staff"];
  bank: Sale["bank"];
  /** The ids of the variants on sale. */
  variants: readonly string[];
  /** Called before each step of an actor; a kill may follow. */
  step(count?: number): void;
}

/** A word that occurs in the data of one buyer only, so that a leak to another one shows. */
export const canaryOf = (n: number) => `canary-${n}-tweets`;

const buyerOf = (n: number, random: Random): Actor => ({
  name: `buyer-${n}`,
  address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  random,
  headers: () => ({}),
});

/** Returns the key of a request. It is long, because a guest has no other secret. */
const keyFor = (what: string, { n, seed }: OrderPlan) =>
  `chaos-run-${what}-order-${n}-${seed.toString(36)}`;

/** Every fifth order is collected, if it is in the currency of the place. */
const PICKUP_EVERY = 5;

const personOf = ({ n, currency }: OrderPlan) => ({
  email: `${canaryOf(n)}@chaos.test`,
  shippingAddress: {
    name: `Grace ${canaryOf(n)}`,
    line1: "Torstraße 1",
    city: "Berlin",
    postalCode: "10119",
    country: "DE",
  },
  shippingOptionId:
    currency === "EUR" && n % PICKUP_EVERY === 0 ? "sho_de_pickup" : expressTo(currency),
});

/** Fills a cart. Returns it if every request succeeded. */
const readyCart = async (plan: OrderPlan, buyer: Asking, { variants, step }: Crew) => {
  const lines = plan.lines.map(({ variant, quantity }) => ({
    variantId: variants[variant],
    quantity,
  }));
  step();
  const cart = await buyer("POST", "/v1/carts", {
    body: { lines, currency: plan.currency },
    key: keyFor("cart", plan),
  });
  if (cart?.status !== 201) return undefined;
  step();
  const ready = await buyer("PATCH", `/v1/carts/${cart.body.id}`, {
    body: personOf(plan),
    key: keyFor("person", plan),
  });
  return ready?.status === 200 ? (ready.body as Json) : undefined;
};

const orderBody = (cart: Json, plan: OrderPlan) => ({
  cartId: cart.id,
  expectedTotal: cart.totals.total,
  payment: { method: "card", token: STORIES[plan.story].card },
});

const placed = (answer: Answered | null): Json | undefined =>
  answer?.status === 201 ? answer.body : undefined;

/** Runs the course of one order with its buyer and the staff. */
export const runOrder = async (plan: OrderPlan, crew: Crew) => {
  const random = seededRandom(plan.seed);
  const buyer = crew.asking(buyerOf(plan.n, random));
  let steps = 0;
  const step = () => {
    steps += 1;
    crew.step();
  };
  const cart = await readyCart(plan, buyer, { ...crew, step });
  if (cart) {
    const request = { body: orderBody(cart, plan), key: keyFor("order", plan) };
    const place = () => buyer("POST", "/v1/orders", request);
    step();
    const order = placed(await place());
    if (order) {
      const sale: Sale = { ...crew, order, place, buyer, random };
      await ACTS.reads(sale);
      for (const act of STORIES[plan.story].acts) {
        step();
        await ACTS[act](sale);
      }
      await ACTS.reads(sale);
    }
  }
  // Skipped steps count, so that the kills planned after them happen.
  crew.step(stepsOf(plan) - steps);
};
