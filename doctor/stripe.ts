import { ask, keyRefused, type VendorRequest } from "./ask";
import { type Context, valueIn } from "./check";

/** The variables that calls to Stripe need. */
export const STRIPE_NEEDS = ["STRIPE_URL", "STRIPE_SECRET_KEY"] as const;

/** Calls Stripe. A restricted key may get 403. Throws a finding if the key is not accepted at all. */
export const askStripe = async (context: Context, path: string, method = "GET") => {
  const headers = { authorization: `Bearer ${valueIn(context, "STRIPE_SECRET_KEY")}` };
  const request: VendorRequest = { vendor: "stripe", at: "STRIPE_URL", path, method, headers };
  const answer = await ask(context, request);
  if (answer.status === 401) throw keyRefused("stripe", "STRIPE_SECRET_KEY");
  return { request, answer };
};
