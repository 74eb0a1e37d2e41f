import { newId } from "./account";
import type { Card } from "./objects";
import { invalidField } from "./refusal";

// Source: https://razorpay.com/docs/payments/payments/test-card-details

/** The network of the documented test cards, by the first digit. */
const NETWORKS: Partial<Record<string, string>> = {
  "3": "Diners Club",
  "4": "Visa",
  "5": "MasterCard",
  "6": "RuPay",
};
const AMEX = /^3[47]/;

/** The international test cards. */
const INTERNATIONAL: ReadonlySet<string> = new Set(["5555555555554444", "4012888888881881"]);

/** The reason with which a card fails, once the buyer chooses failure on the bank's page. */
const FAILS_WITH: Partial<Record<string, string>> = {
  "4100280000090000": "payment_timed_out",
  "5305620000060000": "payment_timed_out",
  "4100280000080001": "insufficient_fund",
  "5305620000050001": "insufficient_fund",
  "4100280000070002": "payment_cancelled",
  "5305620000040002": "payment_cancelled",
  "4100280000060003": "card_declined",
  "5305620000030003": "card_declined",
};

export const DEFAULT_CARD = "4100280000001007";

/** Returns the card of a number, and the reason with which it fails. */
export const cardOf = (given: string): { card: Card; failsWith: string | undefined } => {
  const number = given.replace(/\D/g, "");
  const network = AMEX.test(number) ? "American Express" : NETWORKS[number.charAt(0)];
  if (!network || number.length < 14)
    throw invalidField("card[number]", "The card number is invalid.");
  const card: Card = {
    id: newId("card"),
    entity: "card",
    name: "",
    last4: number.slice(-4),
    network,
    type: "debit",
    issuer: null,
    international: INTERNATIONAL.has(number),
    emi: false,
    sub_type: "consumer",
    token_iin: null,
  };
  return { card, failsWith: FAILS_WITH[number] };
};
