import { oneOf, type Random, seededRandom } from "#cloud/random";
import { VENDORS } from "#dev/clouds";
import { CURRENCIES, type Currency } from "./currencies";
import type { Options } from "./options";
import { VARIANTS } from "./shelves";
import type { Victim } from "./shop";
import { STORIES, type StoryName, storyOf } from "./stories";

/** One buyer with one order. */
export interface OrderPlan {
  n: number;
  story: StoryName;
  currency: Currency;
  /** Indexes of variants, each with its quantity. */
  lines: { variant: number; quantity: number }[];
  /** The seed of everything that the actors of this order choose. */
  seed: number;
}

/** A kill, when the clients have begun this many steps. */
export interface KillPlan {
  atStep: number;
  afterMs: number;
  victim: Victim;
}

/** Cart, address and order come before the acts. */
const STEPS_TO_ORDER = 3;
/** Kills leave the beginning and the end of the run alone, so that every restart meets load. */
const KILLS_FROM = 0.03;
const KILLS_UNTIL = 0.95;
const KILL_DELAY_MAX_MS = 60;

export const stepsOf = ({ story }: OrderPlan) => STEPS_TO_ORDER + storyOf(story).acts.length;

const pickStory = (random: Random): StoryName => {
  const all = Object.entries(STORIES) as [StoryName, { weight: number }][];
  let left = random() * all.reduce((sum, [, { weight }]) => sum + weight, 0);
  for (const [name, { weight }] of all) {
    left -= weight;
    if (left < 0) return name;
  }
  return "buys";
};

/** Draws a story, and a currency unless the story has its own. */
const pickCourse = (random: Random): Pick<OrderPlan, "story" | "currency"> => {
  const story = pickStory(random);
  const currency = oneOf(Object.keys(CURRENCIES) as Currency[], random);
  return { story, currency: storyOf(story).currency ?? currency };
};

const pickLines = (random: Random): OrderPlan["lines"] => {
  const first = Math.floor(random() * VARIANTS);
  const quantity = 1 + Math.floor(random() * 3);
  const lines = [{ variant: first, quantity }];
  if (random() < 0.4) lines.push({ variant: (first + 1) % VARIANTS, quantity: 2 });
  return lines;
};

const orderPlans = (orders: number, random: Random): OrderPlan[] =>
  Array.from({ length: orders }, (_, n) => ({
    n,
    ...pickCourse(random),
    lines: pickLines(random),
    seed: Math.floor(random() * 2 ** 31),
  }));

/** Half of the kills end the Workers, the others a stand-in. */
const killPlans = (kills: number, steps: number, random: Random): KillPlan[] =>
  Array.from({ length: kills }, (_, n): KillPlan => {
    const share = KILLS_FROM + random() * (KILLS_UNTIL - KILLS_FROM);
    return {
      atStep: Math.floor(share * steps),
      afterMs: Math.floor(random() * KILL_DELAY_MAX_MS),
      victim: n % 2 === 0 ? "workers" : oneOf(VENDORS, random),
    };
  }).toSorted((a, b) => a.atStep - b.atStep);

/** Returns everything that happens in a run. The same options give the same plan. */
export const planOf = ({ orders, kills, seed }: Pick<Options, "orders" | "kills" | "seed">) => {
  const random = seededRandom(seed);
  const plans = orderPlans(orders, random);
  const steps = plans.reduce((sum, plan) => sum + stepsOf(plan), 0);
  return { plans, steps, kills: killPlans(kills, steps, random) };
};
export type Plan = ReturnType<typeof planOf>;
