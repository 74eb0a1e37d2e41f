import { z } from "zod";
import { bodyAs } from "#doctor/ask";
import { type Check, type Context, type Finding, fail } from "#doctor/check";
import { askStripe, STRIPE_NEEDS } from "#doctor/stripe";

/** The permissions that the shop needs. Intents and refunds without parameters are refused, and none is created. */
const PROBES = [
  ["PaymentIntents: write", "POST", "v1/payment_intents"],
  ["PaymentIntents: read", "GET", "v1/payment_intents?limit=1"],
  ["Refunds: write", "POST", "v1/refunds"],
  ["Disputes: read", "GET", "v1/disputes?limit=1"],
  ["Balance: read", "GET", "v1/balance"],
] as const;

const Account = z.object({ charges_enabled: z.boolean() });

const lacks = (permissions: readonly string[]) =>
  fail({
    code: "stripe.key_lacks_permissions",
    where: "STRIPE_SECRET_KEY",
    problem: `The restricted key lacks: ${permissions.join("; ")}.`,
    action: "Add these permissions to the key in Stripe's dashboard.",
  });

const cannotCharge = () =>
  fail({
    code: "stripe.charges_disabled",
    where: "STRIPE_SECRET_KEY",
    problem: "The Stripe account may not charge cards yet.",
    action: "Complete the account's details in Stripe's dashboard.",
  });

/** A key that may not read the account leaves the question open. */
const accountFindings = async (context: Context) => {
  const { answer, request } = await askStripe(context, "v1/account");
  if (answer.status === 403) return [];
  return bodyAs(Account, answer, request).charges_enabled ? [] : [cannotCharge()];
};

/** Checks that Stripe accepts the key, that it has its permissions, and that the account may charge. */
export const stripeKey: Check = {
  name: "stripe-key",
  needs: STRIPE_NEEDS,
  async run(context): Promise<Finding[]> {
    const answers = await Promise.all(
      PROBES.map(([, method, path]) => askStripe(context, path, method)),
    );
    const missing = PROBES.filter((_, index) => answers[index]?.answer.status === 403);
    const permissions = missing.map(([permission]) => permission);
    return [
      ...(permissions.length > 0 ? [lacks(permissions)] : []),
      ...(await accountFindings(context)),
    ];
  },
};
