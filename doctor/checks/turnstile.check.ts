import { z } from "zod";
import { ask, bodyAs, keyRefused, type VendorRequest } from "#doctor/ask";
import { type Check, type Finding, valueIn } from "#doctor/check";
import { TurnstileEnv } from "#kernel/env";

const Verdict = z.object({ "error-codes": z.array(z.string()) });

/** Checks that Turnstile accepts the secret key, if there is one. It refuses the token, which is invented. */
export const turnstile: Check = {
  name: "turnstile",
  needs: ["TURNSTILE_SECRET_KEY", "TURNSTILE_URL"],
  async run(context): Promise<Finding[]> {
    const secret = valueIn(context, "TURNSTILE_SECRET_KEY");
    if (secret === "") return [];
    const url = TurnstileEnv.TURNSTILE_URL.parse(context.values.TURNSTILE_URL);
    const request: VendorRequest = {
      vendor: "turnstile",
      at: "TURNSTILE_URL",
      path: "",
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ secret, response: "invented-by-the-doctor" }),
    };
    const values = { ...context.values, TURNSTILE_URL: url };
    const verdict = bodyAs(Verdict, await ask({ ...context, values }, request), request);
    if (!verdict["error-codes"].includes("invalid-input-secret")) return [];
    throw keyRefused("turnstile", "TURNSTILE_SECRET_KEY");
  },
};
