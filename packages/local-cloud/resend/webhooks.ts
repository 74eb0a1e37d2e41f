import type { Database } from "bun:sqlite";
import { createHmac } from "node:crypto";
import { deliveryQueue } from "#cloud/frame/deliveries";
import type { FaultSwitches } from "#cloud/frame/faults";
import type { SendEmail } from "./mail";
import { type EventType, eventsOf } from "./outcomes";

/** The webhook of the account. */
export interface Receiver {
  url: string;
  /** Signing secrets, `whsec_` and base64. During a rotation there are two, and each signs. */
  secrets: readonly string[];
  events: readonly EventType[];
}

interface Deps {
  db: Database;
  clock: () => number;
  faults: FaultSwitches;
  receiver: Receiver | undefined;
  /** The pause before each retry. */
  retryDelaysMs: readonly number[];
}

const ENDPOINT_ID = "webhook";

/** The bounce of a mailbox that does not exist. */
const HARD_BOUNCE = {
  type: "Permanent",
  subType: "General",
  message: "The recipient's email provider sent a hard bounce message.",
};

const bodyOf = (type: EventType, mailId: string, mail: SendEmail, at: number) => ({
  type,
  created_at: new Date(at).toISOString(),
  data: {
    created_at: new Date(at).toISOString().replace("Z", "000+00:00"),
    email_id: mailId,
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    ...(mail.tags
      ? { tags: Object.fromEntries(mail.tags.map((tag) => [tag.name, tag.value])) }
      : {}),
    ...(type === "email.bounced" ? { bounce: HARD_BOUNCE } : {}),
  },
});

/** Returns a signature as https://docs.svix.com/receiving/verifying-payloads/how-manual describes it. */
const signature = (secret: string, signed: string) => {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
};

const headersOf = ({ secrets }: Receiver, id: string, body: string, seconds: number) => ({
  "Content-Type": "application/json",
  "User-Agent": "Svix-Webhooks/1.0 (sender-stand-in)",
  "svix-id": id,
  "svix-timestamp": String(seconds),
  "svix-signature": secrets
    .map((secret) => signature(secret, `${id}.${seconds}.${body}`))
    .join(" "),
});

/** Stores what happens to accepted mails, and sends it as signed webhooks. */
export const webhooks = ({ db, clock, faults, receiver, retryDelaysMs }: Deps) => {
  db.run("CREATE TABLE IF NOT EXISTS webhook_events (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
  const insertion = db.query("INSERT INTO webhook_events (id, body) VALUES (?, ?)");
  const reading = db.query<{ body: string }, [string]>(
    "SELECT body FROM webhook_events WHERE id = ?",
  );
  const copies = deliveryQueue({
    db,
    faults,
    retryDelaysMs,
    messageOf({ event: id }) {
      const body = reading.get(id)?.body;
      if (!receiver || !body) return undefined;
      return {
        url: receiver.url,
        body,
        headers: headersOf(receiver, id, body, Math.floor(clock() / 1000)),
      };
    },
  });
  return {
    /** Announces what happens to a mail. */
    announce(mailId: string, mail: SendEmail) {
      if (!receiver) return;
      for (const type of eventsOf(mail)) {
        if (!receiver.events.includes(type)) continue;
        const id = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
        insertion.run(id, JSON.stringify(bodyOf(type, mailId, mail, clock())));
        copies.add({ id, type }, { id: ENDPOINT_ID, url: receiver.url });
      }
    },
    last: copies.last,
    close: copies.close,
  };
};
export type Webhooks = ReturnType<typeof webhooks>;
