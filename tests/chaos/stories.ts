import type { ActName } from "./acts";

/** The course of an order: how it is paid, and what happens afterwards. */
export interface Story {
  card: string;
  /** How often the story occurs, compared with the others. */
  weight: number;
  acts: readonly ActName[];
}

const VISA = "pm_card_visa";
const CHALLENGED = "pm_card_threeDSecure2Required";

/** Every course of an order. An act may fail because of an earlier fault; the shop must then refuse it. */
export const STORIES = {
  buys: { card: VISA, weight: 14, acts: [] },
  "asks again": { card: VISA, weight: 6, acts: ["asksAgain"] },
  "asks twice at once": { card: "pm_card_mastercard", weight: 4, acts: ["asksAgainTwice"] },
  "is slow to pay": { card: "pm_card_slow", weight: 4, acts: ["waits"] },
  "is declined": { card: "pm_card_chargeDeclined", weight: 2, acts: ["asksAgain"] },
  "has no funds": { card: "pm_card_visa_chargeDeclinedInsufficientFunds", weight: 2, acts: [] },
  "has an expired card": { card: "pm_card_chargeDeclinedExpiredCard", weight: 2, acts: [] },
  "confirms late": { card: CHALLENGED, weight: 6, acts: ["confirmsLate", "reads"] },
  "fails the challenge": { card: CHALLENGED, weight: 2, acts: ["failsChallenge", "reads"] },
  "abandons the challenge": { card: CHALLENGED, weight: 3, acts: [] },
  "cancels before paying": { card: CHALLENGED, weight: 2, acts: ["cancels"] },
  "pays while cancelling": { card: CHALLENGED, weight: 3, acts: ["confirmsAndCancels"] },
  "pays by another card": { card: CHALLENGED, weight: 3, acts: ["paysAgain", "ships"] },
  "pays by a third card": {
    card: CHALLENGED,
    weight: 2,
    acts: ["paysDeclined", "paysChallenged", "paysAgain"],
  },
  "pays by two cards at once": { card: CHALLENGED, weight: 3, acts: ["paysTwice"] },
  "pays while confirming": { card: CHALLENGED, weight: 3, acts: ["confirmsAndPays"] },
  "pays again while cancelling": { card: CHALLENGED, weight: 2, acts: ["paysAndCancels"] },
  "is captured by staff": { card: VISA, weight: 2, acts: ["captures", "refundsAmount"] },
  "is captured while cancelling": { card: VISA, weight: 2, acts: ["capturesAndCancels"] },
  cancels: { card: VISA, weight: 5, acts: ["cancels"] },
  "cancels twice": { card: VISA, weight: 2, acts: ["cancels", "cancels"] },
  "cancels lines": { card: VISA, weight: 4, acts: ["cancelsUnit", "ships", "delivers"] },
  "is shipped": { card: VISA, weight: 5, acts: ["ships", "changesTracking", "delivers"] },
  "is shipped in parts": { card: VISA, weight: 4, acts: ["shipsUnit", "ships", "delivers"] },
  "is shipped by two": { card: VISA, weight: 3, acts: ["twoShip", "delivers"] },
  "is shipped while cancelling": { card: VISA, weight: 3, acts: ["shipsAndCancels"] },
  "is refunded an amount": { card: VISA, weight: 3, acts: ["refundsAmount", "refundsAmount"] },
  "is refunded a line": { card: VISA, weight: 3, acts: ["refundsUnit", "ships", "refundsUnit"] },
  "is refunded the shipping": { card: VISA, weight: 2, acts: ["ships", "refundsShipping"] },
  "is refunded by two": { card: VISA, weight: 3, acts: ["twoRefund"] },
  "is refunded later": { card: "pm_card_pendingRefund", weight: 2, acts: ["refundsAmount"] },
  "has a failing refund": { card: "pm_card_refundFail", weight: 2, acts: ["refundsAmount"] },
  "is refunded in the console": {
    card: VISA,
    weight: 2,
    acts: ["refundsInConsole", "refundsUnit"],
  },
  "returns a unit": {
    card: VISA,
    weight: 4,
    acts: ["ships", "delivers", "asksReturn", "approvesReturn", "receivesReturn"],
  },
  "is refused a return": {
    card: VISA,
    weight: 2,
    acts: ["ships", "asksReturn", "rejectsReturn", "refundsUnit"],
  },
  "is received by two": {
    card: VISA,
    weight: 2,
    acts: ["ships", "asksReturn", "approvesReturn", "twoReceive"],
  },
  "exchanges a unit": {
    card: VISA,
    weight: 3,
    acts: ["ships", "delivers", "asksExchange", "approvesReturn", "twoReceive", "ships"],
  },
  "is cancelled by staff": { card: VISA, weight: 3, acts: ["staffCancels"] },
} as const satisfies Record<string, Story>;
export type StoryName = keyof typeof STORIES;
