import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { readBulkSelection, select } from "./filter";
import { refuse } from "./instructions";
import type { Message } from "./message";
import { messageView } from "./view";

/** A waiting message ends at once; one in flight ends when its attempt has failed. */
export const cancel = ({ messages, logs, clock }: Cloud, { seq, messageId, state }: Message) => {
  const entry = { messageId, time: clock() };
  messages.requestCancel(seq);
  logs.add({ ...entry, state: "CANCEL_REQUESTED" });
  if (state === "ACTIVE") return;
  messages.finish(seq, "CANCELED");
  logs.add({ ...entry, state: "CANCELED" });
};

const cancelAll = (cloud: Cloud, messages: Message[]) => {
  cloud.db.transaction(() => {
    for (const message of messages) cancel(cloud, message);
  })();
  cloud.dispatcher.wake();
  return { cancelled: messages.length };
};

export const messageRoutes = (cloud: Cloud) => {
  const { messages } = cloud;
  const app = new Hono<StandInEnv>();
  const find = (id: string) => messages.open(id) ?? refuse(404, `message ${id} not found`);

  app.get("/:id", (c) => c.json(messageView(find(c.req.param("id")))));
  app.delete("/:id", (c) => c.json(cancelAll(cloud, [find(c.req.param("id"))])));
  app.delete("/", async (c) => {
    const selection = await readBulkSelection(c.req.raw, "messages");
    // The vendor takes `count` and ignores it since August 2026: everything that matches is cancelled.
    // See upstash/qstash-js#270.
    const { page } = select(
      messages.allOpen(),
      { ...selection, count: undefined },
      Number.POSITIVE_INFINITY,
    );
    return c.json(cancelAll(cloud, page));
  });
  return app;
};
