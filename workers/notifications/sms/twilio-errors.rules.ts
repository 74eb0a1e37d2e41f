import * as z from "zod";
import type { SmsRefusal } from "./sms.port";

/** The owner of the phone has answered STOP: https://www.twilio.com/docs/api/errors/21610 */
const UNSUBSCRIBED = 21610;
/** A refusal of the SMS itself. Others, such as a wrong token or too many requests, may pass. */
const FINAL_STATUS = 400;

const Failure = z.object({ code: z.int() });

/** Returns the refusal in an answer of 4xx. The reason is Twilio's error code. */
export const refusalIn = (status: number, body: unknown): SmsRefusal => {
  const code = Failure.safeParse(body).data?.code;
  return {
    reason: code === undefined ? `twilio_status_${status}` : `twilio_${code}`,
    final: status === FINAL_STATUS,
    isStopped: code === UNSUBSCRIBED,
  };
};
