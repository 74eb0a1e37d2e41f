import type { Database } from "bun:sqlite";
import { createHmac } from "node:crypto";
import { deliveryQueue } from "#cloud/frame/deliveries";
import type { FaultSwitches } from "#cloud/frame/faults";

interface Deps {
  db: Database;
  faults: FaultSwitches;
  /** The token of the account, which signs webhooks. */
  token: string;
  /** The pause before each retry. */
  retryDelaysMs: readonly number[];
}

/** A webhook: the address is part of what is signed. */
interface Webhook {
  url: string;
  /** The status of a message, such as `delivered`, or `received` for an inbound message. */
  type: string;
  parameters: Record<string, string>;
}

/** Returns a signature as https://www.twilio.com/docs/usage/webhooks/webhooks-security describes it. */
const signature = (token: string, url: string, form: URLSearchParams) => {
  const signed = [...form].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return createHmac("sha1", token)
    .update(url + signed.join(""))
    .digest("base64");
};

/** Sends signed webhooks: the status of each message, and inbound messages. */
export const webhooks = ({ db, faults, token, retryDelaysMs }: Deps) => {
  db.run(
    "CREATE TABLE IF NOT EXISTS webhook_events (id TEXT PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL)",
  );
  const insertion = db.query("INSERT INTO webhook_events (id, url, body) VALUES (?, ?, ?)");
  const reading = db.query<{ url: string; body: string }, [string]>(
    "SELECT url, body FROM webhook_events WHERE id = ?",
  );
  const copies = deliveryQueue({
    db,
    faults,
    retryDelaysMs,
    messageOf({ event: id }) {
      const event = reading.get(id);
      if (!event) return undefined;
      const { url, body } = event;
      return {
        url,
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
          "User-Agent": "TwilioProxy/1.1 (stand-in)",
          "X-Twilio-Signature": signature(token, url, new URLSearchParams(body)),
          "I-Twilio-Idempotency-Token": id,
        },
      };
    },
  });
  return {
    announce({ url, type, parameters }: Webhook) {
      const id = crypto.randomUUID();
      insertion.run(id, url, String(new URLSearchParams(parameters)));
      copies.add({ id, type }, { id: url, url });
    },
    last: copies.last,
    close: copies.close,
  };
};
export type Webhooks = ReturnType<typeof webhooks>;
