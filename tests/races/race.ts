import { test } from "bun:test";

/** How often each race is run in a row: a few times here, 20 times before a release. */
export const ROUNDS = Number(process.env.BODEGA_RACE_ROUNDS ?? 2);
/** Enough for a flash sale with 1,000 buyers on a busy machine. */
const ROUND_MAX_MS = 180_000;

/** The races that shops have lost, each with the tests of this folder that run it. */
export const RACES = {
  "R-OVERSELL": "more buyers than units",
  "R-SAMESKU": "one variant in several lines",
  "bundle ∥ part": "orders of a bundle and of a part of it",
  "R-LEDGER": "adjustments, orders, cancellations and returns of one variant",
  "R-PAIDNOSTOCK": "two buyers authorise the last unit",
  "R-WEBHOOKRACE": "webhook, sweep and buyer see the payment",
  "R-WEBHOOKDUP": "one webhook fifty times",
  "R-DOUBLEPAY": "two tabs pay one order",
  "R-COUPON": "the limit of unpaid orders, because the shop has no coupons",
  "R-MERGE": "accounts that take over a guest's cart",
  "R-CARTADD": "additions to one cart",
  "R-RETRYNEWCART": "a buyer tries again while webhooks fail",
  "R-DOUBLESUBMIT": "one order sent twenty times",
  "R-KEYREUSE": "one key for two requests",
  "R-TTL": "a payment at the end of the reservation",
  "R-REFUND": "refunds above the capture",
  "R-CANCELPAY": "the buyer cancels while the bank approves",
  "R-PRICE": "the price changes between cart and order",
  "R-REINDEX": "products change while the index is built",
  "R-REFRESH": "one refresh token twenty times, and a thief",
  "refund ∥ refund": "two members of staff refund",
  "refund ∥ cancel": "staff refund while the buyer cancels",
  "cancel ∥ ship": "the buyer cancels while staff ship",
  "return ∥ refund": "one unit is received back and refunded",
  "exchange ∥ refund": "a unit is exchanged twice, and refunded, at once",
  "two staff": "two members of staff do the same",
  "money ∥ money": "two members of staff record the money of a bank transfer",
  "edit ∥ webhook": "staff edit while the provider reports money",
  "webhook ∥ all": "the provider reports during each act of staff",
} as const;
export type RaceName = keyof typeof RACES;

/** Runs a race in each of the rounds. A failure names its round. */
export const race = (name: RaceName, title: string, round: (n: number) => Promise<unknown>) =>
  test(
    `${name}: ${title}`,
    async () => {
      for (let n = 1; n <= ROUNDS; n += 1) {
        try {
          await round(n);
        } catch (err) {
          console.error(`${name} failed in round ${n} of ${ROUNDS}`);
          throw err;
        }
      }
    },
    ROUND_MAX_MS * ROUNDS,
  );

export const times = <T>(count: number, each: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)));
