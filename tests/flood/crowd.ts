import { oneOf, type Random, seededRandom } from "#cloud/random";
import { type Ask, askingFrom, order } from "./asking";

export interface Flood {
  url: string;
  seconds: number;
  addresses: number;
  variantIds: readonly string[];
}

interface Stranger {
  ask: Ask;
  random: Random;
  variantIds: readonly string[];
}

const PASSWORD = "seven lanterns by the door";
/** Longer than any URL that the gateway caches. */
const LONG_CHARS = 15_000;

const word = (random: Random) => Math.floor(random() * 1e9).toString(36);
const mailbox = (random: Random) => `${word(random)}-${word(random)}@flood.test`;

/** Acts of strangers. Each is one turn, and all are equally likely. */
export const ACTS: Readonly<Record<string, (stranger: Stranger) => Promise<unknown>>> = {
  cart: async ({ ask, random, variantIds }) => {
    const line = {
      variantId: oneOf(variantIds, random),
      quantity: 1,
      properties: { for: word(random) },
    };
    const { status, body } = await ask("POST", "/v1/carts", { lines: [line] });
    if (status === 201) await ask("PATCH", `/v1/carts/${body.id}`, { note: "x".repeat(1000) });
  },
  order: ({ ask, random, variantIds }) =>
    order(ask, oneOf(variantIds, random), "pm_card_threeDSecure2Required"),
  registration: ({ ask, random }) =>
    ask("POST", "/v1/auth/register", { email: mailbox(random), password: PASSWORD, name: "Eve" }),
  forgotten: ({ ask, random }) =>
    ask("POST", "/v1/auth/password/forgot", { email: mailbox(random) }),
  search: ({ ask, random }) =>
    ask("GET", `/v1/search?q=${word(random)}&limit=${"0".repeat(LONG_CHARS)}1`),
};

export interface Tally {
  requests: number;
  /** How often each status was answered, by act. */
  statuses: Record<string, Record<string, number>>;
  /** Forbidden answers, as text: a 5xx other than 503 with Retry-After. */
  faults: string[];
  faultCount: number;
}

const SAMPLES_MAX = 10;

/** Returns whether an answer is a fault of the shop. */
export const isFault = (status: number, retryAfter: string | null) =>
  status >= 500 && !(status === 503 && retryAfter !== null);

const newTally = (): Tally => ({ requests: 0, statuses: {}, faults: [], faultCount: 0 });

interface Turn {
  act: string;
  outcome: string;
  fault?: string | undefined;
}

const count = (tally: Tally, { act, outcome, fault }: Turn) => {
  tally.requests += 1;
  tally.statuses[act] ??= {};
  const counts = tally.statuses[act];
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  if (fault === undefined) return;
  tally.faultCount += 1;
  if (tally.faults.length < SAMPLES_MAX) tally.faults.push(fault);
};

/** Sends requests, and counts each answer for the act of that turn. */
const counting =
  (ask: Ask, tally: Tally, actNow: () => string): Ask =>
  async (method, path, body, headers) => {
    const answer = await ask(method, path, body, headers);
    const { status, text } = answer;
    const fault = isFault(status, answer.headers.get("retry-after"))
      ? `${method} ${path.slice(0, 60)} answered ${status}: ${text.slice(0, 200)}`
      : undefined;
    count(tally, { act: actNow(), outcome: String(status), fault });
    return answer;
  };

/**
 * One address, which starts its next turn when the last one is finished, until the time is over.
 */
const stranger = async (flood: Flood, index: number, until: number, tally: Tally) => {
  const { url, variantIds } = flood;
  const random = seededRandom(index);
  const names = Object.keys(ACTS);
  let act = "";
  const ask = counting(askingFrom(url, `198.51.100.${index + 1}`), tally, () => act);
  while (performance.now() < until) {
    act = oneOf(names, random);
    await ACTS[act]?.({ ask, random, variantIds }).catch((err) =>
      count(tally, { act, outcome: "broken off", fault: `${act}: ${err}` }),
    );
  }
};

/** Sends a mixed flood from this many addresses, each as fast as it gets answers. */
export const flood = async (order: Flood): Promise<Tally> => {
  const tally = newTally();
  const until = performance.now() + order.seconds * 1000;
  const all = Array.from({ length: order.addresses }, (_, i) => stranger(order, i, until, tally));
  await Promise.all(all);
  return tally;
};
