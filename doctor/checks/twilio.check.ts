import * as z from "zod";
import { ask, bodyAs, keyRefused, type VendorRequest } from "#doctor/ask";
import {
  type Check,
  type Context,
  type Finding,
  fail,
  sameMachine,
  valueIn,
  warn,
} from "#doctor/check";
import { NotificationsVars } from "#workers/notifications/env";

const REQUIRED = ["TWILIO_AUTH_TOKEN", "TWILIO_FROM"] as const;

const Numbers = z.object({
  incoming_phone_numbers: z.array(z.object({ sms_url: z.string().nullable() })),
});

const missing = (name: string) =>
  fail({
    code: "twilio.secret_missing",
    where: name,
    problem: `TWILIO_ACCOUNT_SID is set without ${name}.`,
    action: `Set ${name}, or remove TWILIO_ACCOUNT_SID.`,
  });

const senderUnknown = (from: string) =>
  fail({
    code: "twilio.sender_unknown",
    where: "TWILIO_FROM",
    problem: `The account at Twilio has no number ${from}.`,
    action: "Set TWILIO_FROM to a number of the account.",
  });

const webhookMissing = (expected: string) =>
  warn({
    code: "twilio.webhook_missing",
    where: "TWILIO_FROM",
    problem: `Incoming messages of the number are not sent to ${expected}, so that STOP ends no consent.`,
    action: `Set the number's address for incoming messages to ${expected}, by POST.`,
  });

const requestOf = (context: Context): VendorRequest => {
  const sid = valueIn(context, "TWILIO_ACCOUNT_SID");
  const [token = ""] = valueIn(context, "TWILIO_AUTH_TOKEN").split(",");
  const number = encodeURIComponent(valueIn(context, "TWILIO_FROM"));
  return {
    vendor: "twilio",
    at: "TWILIO_URL",
    path: `2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json?PhoneNumber=${number}`,
    headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
  };
};

/**
 * Checks that Twilio accepts the token, if there is an account, that the number belongs to it, and that its
 * incoming messages reach the shop. A messaging service and a sender name have no such address.
 */
export const twilio: Check = {
  name: "twilio",
  needs: ["TWILIO_ACCOUNT_SID", "TWILIO_URL", "PUBLIC_URL", ...REQUIRED],
  async run(context): Promise<Finding[]> {
    if (valueIn(context, "TWILIO_ACCOUNT_SID") === "") return [];
    const without = REQUIRED.filter((name) => valueIn(context, name) === "");
    if (without.length > 0) return without.map(missing);
    const TWILIO_URL = NotificationsVars.TWILIO_URL.parse(context.values.TWILIO_URL);
    const request = requestOf(context);
    const answer = await ask({ ...context, values: { ...context.values, TWILIO_URL } }, request);
    if (answer.status === 401) throw keyRefused("twilio", "TWILIO_AUTH_TOKEN");
    const from = valueIn(context, "TWILIO_FROM");
    if (!from.startsWith("+")) return [];
    const [number] = bodyAs(Numbers, answer, request).incoming_phone_numbers;
    if (!number) return [senderUnknown(from)];
    const expected = `${context.url}/webhooks/twilio`;
    const isSet = sameMachine(number.sms_url ?? "") === sameMachine(expected);
    return isSet ? [] : [webhookMissing(expected)];
  },
};
