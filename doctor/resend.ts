import { z } from "zod";
import { type Answer, ask, keyRefused, type VendorRequest } from "./ask";
import { type Context, valueIn } from "./check";

const Restricted = z.object({ name: z.literal("restricted_api_key") });

const isRefused = ({ status }: Answer) => [400, 401, 403].includes(status);

/** Calls Resend. `isRestricted` if the key may only send. Throws a finding if the key is not accepted at all. */
export const askResend = async (context: Context, path: string) => {
  const headers = { authorization: `Bearer ${valueIn(context, "RESEND_API_KEY")}` };
  const request: VendorRequest = { vendor: "resend", at: "RESEND_URL", path, headers };
  const answer = await ask(context, request);
  const isRestricted = Restricted.safeParse(answer.body).success;
  if (isRefused(answer) && !isRestricted) throw keyRefused("resend", "RESEND_API_KEY");
  return { request, answer, isRestricted };
};
