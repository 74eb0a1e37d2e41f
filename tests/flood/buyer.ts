import { askingFrom, order } from "./asking";

export interface Purchases {
  /** Milliseconds from the first request for a cart to the paid order, in order of time. */
  latenciesMs: number[];
  /** Descriptions of purchases that failed. */
  failures: string[];
}

/** An address that is not part of the flood. */
const ADDRESS = "203.0.113.77";
/** Keeps the buyer far below every limit of one address. */
const PAUSE_MS = 1500;

/** Buys one unit from one honest address, and adds the result to the purchases. */
export const buy = async (url: string, variantId: string, purchases: Purchases) => {
  const startedAt = performance.now();
  try {
    const answer = await order(askingFrom(url, ADDRESS), variantId, "pm_card_visa");
    const isPaid = answer.status === 201 && answer.body.status === "confirmed";
    if (isPaid) purchases.latenciesMs.push(performance.now() - startedAt);
    else purchases.failures.push(`${answer.status} ${answer.text.slice(0, 200)}`);
  } catch (err) {
    purchases.failures.push(String(err));
  }
};

/** Buys repeatedly until the time is over. */
export const buyAgainAndAgain = async (
  url: string,
  variantId: string,
  seconds: number,
): Promise<Purchases> => {
  const purchases: Purchases = { latenciesMs: [], failures: [] };
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const nextAt = performance.now() + PAUSE_MS;
    await buy(url, variantId, purchases);
    await Bun.sleep(Math.max(0, nextAt - performance.now()));
  }
  return purchases;
};
