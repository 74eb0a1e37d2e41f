import { ask, keyRefused, type VendorRequest } from "#doctor/ask";
import { type Check, type Context, type Finding, fail, valueIn } from "#doctor/check";
import { PaymentsVars } from "#workers/payments/env";

const SECRETS = ["RAZORPAY_KEY_SECRET", "RAZORPAY_WEBHOOK_SECRET"] as const;

const missing = (name: string) =>
  fail({
    code: "razorpay.secret_missing",
    where: name,
    problem: `RAZORPAY_KEY_ID is set without ${name}.`,
    action: `Set ${name}, or remove RAZORPAY_KEY_ID.`,
  });

const keysOf = (context: Context) =>
  btoa(`${valueIn(context, "RAZORPAY_KEY_ID")}:${valueIn(context, "RAZORPAY_KEY_SECRET")}`);

/** Checks that Razorpay accepts the key, if there is one, and that its secrets are set. */
export const razorpay: Check = {
  name: "razorpay",
  needs: ["RAZORPAY_KEY_ID", "RAZORPAY_URL", ...SECRETS],
  async run(context): Promise<Finding[]> {
    if (valueIn(context, "RAZORPAY_KEY_ID") === "") return [];
    const without = SECRETS.filter((name) => valueIn(context, name) === "");
    if (without.length > 0) return without.map(missing);
    const RAZORPAY_URL = PaymentsVars.RAZORPAY_URL.parse(context.values.RAZORPAY_URL);
    const request: VendorRequest = {
      vendor: "razorpay",
      at: "RAZORPAY_URL",
      path: "v1/orders?count=1",
      headers: { authorization: `Basic ${keysOf(context)}` },
    };
    const values = { ...context.values, RAZORPAY_URL };
    const { status } = await ask({ ...context, values }, request);
    if (status === 401) throw keyRefused("razorpay", "RAZORPAY_KEY_SECRET");
    return [];
  },
};
