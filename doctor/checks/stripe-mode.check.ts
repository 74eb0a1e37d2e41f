import { type Check, fail, valueIn } from "#doctor/check";

const LIVE = /^(sk|rk)_live_/;

/** Checks that only production has a live key, because staging would charge real cards. */
export const stripeMode: Check = {
  name: "stripe-mode",
  needs: ["STRIPE_SECRET_KEY", "ENVIRONMENT"],
  run(context) {
    const environment = valueIn(context, "ENVIRONMENT");
    const isLive = LIVE.test(valueIn(context, "STRIPE_SECRET_KEY"));
    if (isLive === (environment === "production")) return [];
    const given = isLive ? "a live key" : "no live key";
    return [
      fail({
        code: isLive ? "stripe.live_key" : "stripe.test_key",
        where: "STRIPE_SECRET_KEY",
        problem: `The environment ${environment} has ${given} of Stripe.`,
        action: `Set STRIPE_SECRET_KEY to a key of ${isLive ? "a test account" : "live mode"}.`,
      }),
    ];
  },
};
