import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";

interface Parts {
  accountSid: string;
  senders: readonly string[];
  inboundUrl: string | undefined;
}

/** Serves the account and its phone numbers, which say where inbound messages are sent. */
export const accountRoutes = ({ accountSid, senders, inboundUrl }: Parts) => {
  const app = new Hono<StandInEnv>();
  const numbers = senders.filter((sender) => sender.startsWith("+"));

  app.get("/IncomingPhoneNumbers.json", (c) => {
    const wanted = c.req.query("PhoneNumber");
    const found = numbers.filter((number) => wanted === undefined || number === wanted);
    return c.json({
      incoming_phone_numbers: found.map((number) => ({
        account_sid: accountSid,
        sid: `PN${number.slice(1).padStart(32, "0")}`,
        phone_number: number,
        friendly_name: number,
        capabilities: { voice: false, sms: true, mms: false, fax: false },
        sms_url: inboundUrl ?? "",
        sms_method: "POST",
        status_callback: "",
      })),
      next_page_uri: null,
      page: 0,
      page_size: found.length,
    });
  });
  return app;
};
