import { serveStandIn } from "#cloud/stand-in";
import { twilioStandIn } from "#cloud/twilio";

const TOKEN = "bodega-dev";
const ACCOUNT_SID = "AC00000000000000000000000000000001";
const FROM = "+15005550006";

/** An SMS as the stand-in has booked it. */
export interface BookedSms {
  id: string;
  to: string;
  body: string;
  direction: string;
  callback: string | null;
}

interface Options {
  clock: () => number;
  webhookUrl: string;
}

/** Starts Twilio's stand-in. */
export const startTwilio = ({ clock, webhookUrl }: Options) => {
  const standIn = twilioStandIn({
    ...{ dataDir: ":memory:", token: TOKEN, accountSid: ACCOUNT_SID, senders: [FROM] },
    ...{ clock, webhookUrl, webhookRetryDelaysMs: [1, 1] },
  });
  const { url, stop } = serveStandIn(standIn, 0);
  const books = async () => {
    const answer = await fetch(`${url}/_dev/books`);
    return ((await answer.json()) as { messages: BookedSms[] }).messages;
  };
  return {
    url,
    accountSid: ACCOUNT_SID,
    from: FROM,
    token: TOKEN,
    faults: standIn.faults,
    /** Returns the SMS that the shop has sent, oldest first. */
    sent: async () =>
      (await books()).filter(({ direction }) => direction !== "inbound").toReversed(),
    /** Sends a text of a phone to the shop. */
    write: (from: string, body: string) =>
      fetch(`${url}/_dev/inbound`, { method: "POST", body: JSON.stringify({ from, body }) }),
    stop,
  };
};
