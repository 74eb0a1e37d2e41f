/** The reason of a decline, in Stripe's fields. */
export interface Decline {
  code: string;
  decline_code?: string;
  message: string;
  param?: string;
  advice_code?: string;
  network_decline_code?: string;
}

/** The behaviour of one of Stripe's test payment methods. */
export interface TestCard {
  brand: "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay";
  last4: string;
  funding?: "debit" | "prepaid";
  decline?: Decline;
  /** Requires 3-D Secure. The bank declines off-session payments. */
  challenge?: true;
  /** Stays `processing` for a while. An addition to Stripe's cards: its own slow test methods are not cards. */
  slow?: true;
  /** The cardholder disputes the charge as soon as it is captured. */
  dispute?: true;
  /** The later result of a refund. */
  refund?: "pending" | "fails";
}

const declined = (decline_code: string, message = "Your card was declined."): Decline => ({
  code: "card_declined",
  decline_code,
  message,
});

const GENERIC: Decline = {
  ...declined("generic_decline"),
  advice_code: "try_again_later",
  network_decline_code: "01",
};
const INSUFFICIENT_FUNDS = declined("insufficient_funds", "Your card has insufficient funds.");

/** The decline of a payment that needs 3-D Secure when the buyer is absent. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: "authentication_required",
  decline_code: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** The test cards of https://docs.stripe.com/testing. */
export const TEST_CARDS: Record<string, TestCard> = {
  pm_card_visa: { brand: "visa", last4: "4242" },
  pm_card_visa_debit: { brand: "visa", last4: "5556", funding: "debit" },
  pm_card_mastercard: { brand: "mastercard", last4: "4444" },
  pm_card_mastercard_debit: { brand: "mastercard", last4: "8210", funding: "debit" },
  pm_card_mastercard_prepaid: { brand: "mastercard", last4: "5100", funding: "prepaid" },
  pm_card_amex: { brand: "amex", last4: "8431" },
  pm_card_discover: { brand: "discover", last4: "9424" },
  pm_card_diners: { brand: "diners", last4: "0004" },
  pm_card_jcb: { brand: "jcb", last4: "0505" },
  pm_card_unionpay: { brand: "unionpay", last4: "0005" },
  pm_card_chargeDeclined: { brand: "visa", last4: "0002", decline: GENERIC },
  pm_card_visa_chargeDeclined: { brand: "visa", last4: "0002", decline: GENERIC },
  pm_card_chargeDeclinedInsufficientFunds: {
    brand: "visa",
    last4: "9995",
    decline: INSUFFICIENT_FUNDS,
  },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    brand: "visa",
    last4: "9995",
    decline: INSUFFICIENT_FUNDS,
  },
  pm_card_visa_chargeDeclinedLostCard: {
    brand: "visa",
    last4: "9987",
    decline: declined("lost_card"),
  },
  pm_card_visa_chargeDeclinedStolenCard: {
    brand: "visa",
    last4: "9979",
    decline: declined("stolen_card"),
  },
  pm_card_chargeDeclinedExpiredCard: {
    brand: "visa",
    last4: "0069",
    decline: { code: "expired_card", message: "Your card has expired.", param: "exp_month" },
  },
  pm_card_chargeDeclinedIncorrectCvc: {
    brand: "visa",
    last4: "0127",
    decline: {
      code: "incorrect_cvc",
      message: "Your card's security code is incorrect.",
      param: "cvc",
    },
  },
  pm_card_chargeDeclinedProcessingError: {
    brand: "visa",
    last4: "0119",
    decline: {
      code: "processing_error",
      message: "An error occurred while processing your card. Try again in a little bit.",
    },
  },
  pm_card_threeDSecure2Required: { brand: "visa", last4: "3220", challenge: true },
  pm_card_authenticationRequired: { brand: "visa", last4: "3184", challenge: true },
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: {
    brand: "visa",
    last4: "3178",
    challenge: true,
    decline: INSUFFICIENT_FUNDS,
  },
  pm_card_slow: { brand: "visa", last4: "4242", slow: true },
  pm_card_slow_chargeDeclined: { brand: "visa", last4: "0002", slow: true, decline: GENERIC },
  pm_card_createDispute: { brand: "visa", last4: "0259", dispute: true },
  pm_card_pendingRefund: { brand: "visa", last4: "7726", refund: "pending" },
  pm_card_refundFail: { brand: "visa", last4: "5126", refund: "fails" },
};
