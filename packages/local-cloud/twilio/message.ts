import { z } from "zod";
import { Failure, type FailureCode } from "./failure";

const BODY_CHARS_MAX = 1600;
const E164 = /^\+[1-9]\d{6,14}$/;

/** A message as a client sends it. */
export interface NewMessage {
  to: string;
  /** A phone number of the account, or the id of a messaging service. */
  sender: string;
  body: string;
  statusCallback: string | null;
}

const Form = z.strictObject({
  To: z.string().optional(),
  From: z.string().optional(),
  MessagingServiceSid: z.string().optional(),
  Body: z.string().optional(),
  StatusCallback: z.string().optional(),
});

const required = (value: string | undefined, code: FailureCode) => {
  if (!value) throw new Failure(code);
  return value;
};

const readCallback = (url: string | undefined) => {
  if (url === undefined) return null;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) throw new Failure(21609);
  return url;
};

/** Reads and checks the form of a new message. Throws Twilio's error if it is invalid. */
export const readMessage = (form: URLSearchParams, senders: readonly string[]): NewMessage => {
  const parsed = Form.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new Failure(20001);
  const { To, From, MessagingServiceSid, Body, StatusCallback } = parsed.data;
  const to = required(To, 21604);
  const sender = required(From ?? MessagingServiceSid, 21603);
  const body = required(Body, 21602);
  if (!E164.test(to)) throw new Failure(21211);
  if (!senders.includes(sender)) throw new Failure(21660);
  if (Array.from(body).length > BODY_CHARS_MAX) throw new Failure(21617);
  return { to, sender, body, statusCallback: readCallback(StatusCallback) };
};
