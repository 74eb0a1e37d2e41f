import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { readInstructions, refuse, storedHeaders } from "./instructions";
import { pageOf, refuseOthers } from "./page";
import { deadLetterView } from "./view";

/** Returns the ids of `?dlqIds=a,b`. Throws if there are none; the vendor would select all dead letters. */
const dlqIdsOf = (query: URLSearchParams) => {
  refuseOthers(query, ["dlqIds"]);
  const ids = query.getAll("dlqIds").flatMap((list) => list.split(","));
  return ids.length > 0 ? ids : refuse(400, "dlqIds must name the messages");
};

export const dlqRoutes = ({ db, messages, publisher, dispatcher }: Cloud) => {
  const app = new Hono<StandInEnv>();
  const find = (dlqId: string) =>
    messages.deadLetter(dlqId) ?? refuse(404, `dlq message ${dlqId} not found`);

  app.get("/", (c) => {
    const { page, cursor } = pageOf(messages.dead(), new URL(c.req.url).searchParams);
    return c.json({ ...(cursor ? { cursor } : {}), messages: page.map(deadLetterView) });
  });
  app.post("/retry", (c) => {
    const { "content-type": _, ...overrides } = storedHeaders(c.req.raw.headers);
    readInstructions(overrides);
    const dead = dlqIdsOf(new URL(c.req.url).searchParams).map(find);
    const responses = db.transaction(() =>
      dead.map((message) => ({ messageId: publisher.republish(message, overrides).messageId })),
    )();
    dispatcher.wake();
    return c.json({ responses }, 201);
  });
  app.get("/:dlqId", (c) => c.json(deadLetterView(find(c.req.param("dlqId")))));
  app.delete("/:dlqId", (c) => {
    messages.removeDeadLetter(find(c.req.param("dlqId")).seq);
    return c.body(null, 200);
  });
  return app;
};
