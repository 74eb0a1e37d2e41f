import { type Random, seededRandom } from "#cloud/random";
import type { Json } from "#tests/system";
import { ACTS } from "./acts";
import { type Actor, type Answered, type Asking, askingAs } from "./client";
import { expressTo } from "./currencies";
import { type Member, memberOf, type Post } from "./member";
import { type OrderPlan, stepsOf } from "./plan";
import type { Sale } from "./sale";
import { storyOf } from "./stories";

export interface Crew extends Pick<Sale, "staff" | "bank" | "variants" | "shelfUnits"> {
  post: Post;
  /** Called with each buyer who has an account. */
  joined(member: Member): void;
  /** Called before each step of an actor; a kill may follow. */
  step(count?: number): void;
}

/** A word that occurs in the data of one buyer only, so that a leak to another one shows. */
export const canaryOf = (n: number) => `canary-${n}-tweets`;

export const BUYER_PASSWORD = "eight lanterns by the door";

const buyerOf = (n: number, random: Random): Actor => ({
  name: `buyer-${n}`,
  address: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  random,
  headers: () => ({}),
});
const emailOf = (n: number) => `${canaryOf(n)}@chaos.test`;

/** Returns the key of a request. It is long, because a guest has no other secret. */
const keyFor = (what: string, { n, seed }: OrderPlan) =>
  `chaos-run-${what}-order-${n}-${seed.toString(36)}`;

/** Returns a German mobile number of one buyer. */
const phoneOf = (n: number) => `+49170${String(1_000_000 + n)}`;

/** Every fifth order is collected, if it is in the currency of the place. */
const PICKUP_EVERY = 5;

/** Every third buyer agrees to SMS about the order. */
const SMS_EVERY = 3;
const SMS_STORY = "ends the SMS";

const collects = ({ n, currency, story }: OrderPlan) =>
  currency === "EUR" && (n % PICKUP_EVERY === 0 || storyOf(story).collects);

const personOf = (plan: OrderPlan) => ({
  email: emailOf(plan.n),
  sms: plan.n % SMS_EVERY === 0 || plan.story === SMS_STORY,
  shippingAddress: {
    name: `Grace ${canaryOf(plan.n)}`,
    line1: "Torstraße 1",
    city: "Berlin",
    postalCode: "10119",
    country: "DE",
    phone: phoneOf(plan.n),
  },
  shippingOptionId: collects(plan) ? "sho_de_pickup" : expressTo(plan.currency),
});

/** Registers an account for the buyer of a plan. Returns nothing if the shop did not answer in time. */
const registered = async (plan: OrderPlan, guest: Actor, { post, joined }: Crew) => {
  const account = { email: emailOf(plan.n), password: BUYER_PASSWORD };
  const answer = await askingAs(post, guest)("POST", "/v1/auth/register", {
    body: { ...account, name: `Grace ${canaryOf(plan.n)}` },
    key: keyFor("account", plan),
  });
  const member = memberOf(post, guest, account);
  if (answer?.status !== 201 || !(await member.signIn())) return undefined;
  joined(member);
  return member.ask;
};

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

const paymentOf = ({ story }: OrderPlan) => {
  const { card, method, registers } = storyOf(story);
  if (method === "manual") return { method };
  if (method) return { method, returnUrl: "http://localhost:3000/thanks" };
  return { method: "card", token: card, ...(registers ? { save: true } : {}) };
};

const orderBody = (cart: Json, plan: OrderPlan) => ({
  cartId: cart.id,
  expectedTotal: cart.totals.total,
  payment: paymentOf(plan),
});

const placed = (answer: Answered | null): Json | undefined =>
  answer?.status === 201 ? answer.body : undefined;

/** Places the order of a plan, and lets its acts happen. `step` is called before each. */
const runCourse = async (plan: OrderPlan, buyer: Asking, crew: Crew, random: Random) => {
  const { step } = crew;
  const cart = await readyCart(plan, buyer, crew);
  if (!cart) return;
  const request = { body: orderBody(cart, plan), key: keyFor("order", plan) };
  const place = () => buyer("POST", "/v1/orders", request);
  step();
  const order = placed(await place());
  if (!order) return;
  const sale: Sale = { ...crew, order, place, buyer, random };
  await ACTS.reads(sale);
  for (const act of storyOf(plan.story).acts) {
    step();
    await ACTS[act](sale);
  }
  await ACTS.reads(sale);
};

/** Runs the course of one order with its buyer and the staff. */
export const runOrder = async (plan: OrderPlan, crew: Crew) => {
  const random = seededRandom(plan.seed);
  const guest = buyerOf(plan.n, random);
  let steps = 0;
  const step = () => {
    steps += 1;
    crew.step();
  };
  const buyer = storyOf(plan.story).registers
    ? await registered(plan, guest, crew)
    : askingAs(crew.post, guest);
  if (buyer) await runCourse(plan, buyer, { ...crew, step }, random);
  // Skipped steps count, so that the kills planned after them happen.
  crew.step(stepsOf(plan) - steps);
};
