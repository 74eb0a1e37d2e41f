import type { ActName } from "./acts";
import type { Currency } from "./currencies";

/** The course of an order: how it is paid, and what happens afterwards. */
export interface Story {
  /** The card's token. */
  card?: string;
  /** The method, unless the order is paid by a card. */
  method?: "razorpay" | "upi" | "netbanking" | "manual";
  /** The currency of every order of the story; any without one. */
  currency?: Currency;
  /** Whether the buyer registers, and saves the card. */
  registers?: boolean;
  /** Whether the buyer collects the order. */
  collects?: boolean;
  /** How often the story occurs, compared with the others. */
  weight: number;
  acts: readonly ActName[];
}

const VISA = "pm_card_visa";
const CHALLENGED = "pm_card_threeDSecure2Required";
const PICKUP = { collects: true, currency: "EUR" } as const;
const UPI = { method: "upi", currency: "INR" } as const;
const BANK = { method: "netbanking", currency: "INR" } as const;

/** Every course of an order that is paid by card and not edited. An act may fail because of an earlier fault; the shop must then refuse it. */
const CARD_STORIES = {
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
    weight: 4,
    acts: ["ships", "delivers", "asksExchange", "approvesReturn", "receivesReturn", "ships"],
  },
  "exchanges for something dear": {
    card: VISA,
    weight: 2,
    acts: ["ships", "asksExchange", "approvesReturn", "twoReceive", "paysDue", "delivers"],
  },
  "is cancelled by staff": { card: VISA, weight: 3, acts: ["staffCancels"] },
  "is sold while stock moves": { card: VISA, weight: 2, acts: ["relocates", "ships"] },
  "is sold during a count": { card: VISA, weight: 2, acts: ["counts", "countsTwoPlaces"] },
  collects: { card: VISA, ...PICKUP, weight: 3, acts: ["ships", "delivers"] },
  "is not at the counter": { card: VISA, ...PICKUP, weight: 2, acts: ["ships", "cancels"] },
  "ends the SMS": { card: VISA, weight: 2, acts: ["stopsSms", "ships", "delivers"] },
} as const satisfies Record<string, Story>;

/** Orders whose lines staff change. */
const EDITED_STORIES = {
  "is previewed": { card: VISA, weight: 1, acts: ["previewsEdit", "reads"] },
  "gets less": { card: VISA, weight: 4, acts: ["editsLess", "ships", "delivers"] },
  "gets less twice": { card: VISA, weight: 2, acts: ["editsLess", "editsLess", "refundsUnit"] },
  "gets more": { card: VISA, weight: 4, acts: ["editsMore", "paysDue", "ships"] },
  "gets more by 3-D Secure": {
    card: VISA,
    weight: 3,
    acts: ["editsMore", "paysDueDeclined", "paysDueChallenged", "refundsAmount"],
  },
  "leaves the difference": { card: VISA, weight: 2, acts: ["editsMore", "beginsDue", "ships"] },
  "gets more, then cancels": { card: VISA, weight: 3, acts: ["editsMore", "paysDue", "cancels"] },
  "gets more, then less": {
    card: VISA,
    weight: 3,
    acts: ["editsMore", "paysDue", "editsLess", "editsLess"],
  },
  "gets other things": { card: VISA, weight: 2, acts: ["editsBoth", "paysDueTwice", "ships"] },
  "gets more by a saved card": {
    card: VISA,
    registers: true,
    weight: 3,
    acts: ["editsBySavedCard", "ships"],
  },
  "gets more by a saved card, and cancels": {
    card: VISA,
    registers: true,
    weight: 2,
    acts: ["editsBySavedCard", "cancels"],
  },
  "is edited by two": { card: VISA, weight: 3, acts: ["twoEdit", "paysDue", "ships"] },
  "is edited while shipping": { card: VISA, weight: 2, acts: ["editsAndShips", "ships"] },
  "is edited while cancelling": { card: VISA, weight: 2, acts: ["editsAndCancels"] },
  "is edited while paying": { card: VISA, weight: 2, acts: ["editsMore", "paysDueAndEdits"] },
  "is cancelled while paying": { card: VISA, weight: 2, acts: ["editsMore", "paysDueAndCancels"] },
  "is edited after shipping": { card: VISA, weight: 1, acts: ["ships", "editsLess"] },
  "is edited at the counter": { card: VISA, ...PICKUP, weight: 1, acts: ["ships", "editsLess"] },
  "is edited during a count": { card: VISA, weight: 1, acts: ["counts", "editsLess", "relocates"] },
} as const satisfies Record<string, Story>;

/** Orders that are paid without a card of Stripe. */
const OTHER_STORIES = {
  "pays by UPI": { ...UPI, weight: 4, acts: ["confirmsLate", "reads", "ships", "delivers"] },
  "pays by a bank": { ...BANK, weight: 3, acts: ["confirmsLate", "refundsAmount", "refundsUnit"] },
  "pays by Razorpay": { method: "razorpay", weight: 3, acts: ["confirmsLate", "editsLess"] },
  "is refused by a bank": { ...BANK, weight: 2, acts: ["failsChallenge", "paysAgain"] },
  "abandons the checkout": { method: "razorpay", weight: 2, acts: [] },
  "cancels UPI while paying": { ...UPI, weight: 2, acts: ["confirmsAndCancels"] },
  "pays by a card and UPI": { ...UPI, weight: 2, acts: ["confirmsAndPays"] },
  "is refunded at Razorpay": {
    ...UPI,
    weight: 2,
    acts: ["confirmsLate", "waits", "refundsInConsole", "cancels"],
  },
  "gets more after UPI": {
    ...UPI,
    weight: 3,
    acts: ["confirmsLate", "waits", "editsMore", "paysDue", "cancels"],
  },
  "pays by transfer": { method: "manual", weight: 3, acts: ["captures", "ships", "delivers"] },
  "is paid back a transfer": {
    method: "manual",
    weight: 2,
    acts: ["twoCapture", "refundsAmount", "staffCancels"],
  },
  "cancels a transfer": { method: "manual", weight: 2, acts: ["capturesAndCancels"] },
  "never transfers": { method: "manual", weight: 1, acts: ["cancels"] },
  "transfers less": { method: "manual", weight: 1, acts: ["editsLess", "captures", "ships"] },
  "transfers more": {
    method: "manual",
    weight: 1,
    acts: ["editsMore", "capturesPart", "captures"],
  },
  "transfers, then gets more": {
    method: "manual",
    weight: 2,
    acts: ["captures", "editsMore", "paysDue", "ships"],
  },
} as const satisfies Record<string, Story>;

/** Every course of an order. */
export const STORIES = { ...CARD_STORIES, ...EDITED_STORIES, ...OTHER_STORIES };
export type StoryName = keyof typeof STORIES;

export const storyOf = (name: StoryName): Story => STORIES[name];
