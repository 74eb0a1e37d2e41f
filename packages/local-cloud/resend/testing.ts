import { afterEach, beforeEach } from "bun:test";
import { Resend } from "resend";
import { serveStandIn } from "#cloud/frame/stand-in";
import { type ResendOptions, resendStandIn } from "./index";

export const TOKEN = "bodega-dev";
export const MAIL = {
  from: "Bodega <shop@bodega.example>",
  to: "ann@example.com",
  subject: "Your order",
  html: "<p>Thank you</p>",
  text: "Thank you",
};

interface BookMail {
  id: string;
  to: string[];
  subject: string;
  idempotencyKey: string | null;
}

const serve = (options: Partial<ResendOptions>) => {
  const standIn = resendStandIn({ dataDir: ":memory:", token: TOKEN, ...options });
  const { url, stop } = serveStandIn(standIn, 0);
  return { url, stop, client: new Resend(TOKEN, { baseUrl: url }) };
};

/** Starts the stand-in with the official client and a movable clock for each test. */
export const resendForEachTest = () => {
  let running: ReturnType<typeof serve>;

  const resend = {
    now: 0,
    get url() {
      return running.url;
    },
    get emails() {
      return running.client.emails;
    },
    get batch() {
      return running.client.batch;
    },
    get domains() {
      return running.client.domains;
    },
    /** Replaces the running stand-in with a new one. */
    async start(options: Partial<ResendOptions>) {
      await running.stop();
      running = serve({ clock, ...options });
    },
    /** Returns the sent mails, newest first. */
    async sent() {
      const response = await fetch(`${running.url}/_dev/books`);
      return ((await response.json()) as { mails: BookMail[] }).mails;
    },
    page: async (path: string) => (await fetch(`${running.url}${path}`)).text(),
  };
  const clock = () => resend.now;

  beforeEach(() => {
    resend.now = Date.parse("2030-01-31T12:00:00Z");
    running = serve({ clock });
  });
  afterEach(() => running.stop());
  return resend;
};
