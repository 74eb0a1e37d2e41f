import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { readBulkSelection, select } from "./filter";
import { keptHeaders, readInstructions, refuse } from "./instructions";
import type { Message } from "./message";
import { deadLetterView } from "./view";

export const dlqRoutes = ({ db, messages, publisher, dispatcher }: Cloud) => {
  const app = new Hono<StandInEnv>();
  const find = (dlqId: string) =>
    messages.deadLetter(dlqId) ?? refuse(404, `dlq message ${dlqId} not found`);
  const selected = async (request: Request) =>
    select(messages.dead(), await readBulkSelection(request, "dlq"));

  const bury = db.transaction((dead: Message[]) => {
    for (const message of dead) messages.bury(message.seq);
  });
  const retry = (dead: Message[], headers: Headers) => {
    const { "content-type": _, ...overrides } = keptHeaders(headers);
    readInstructions(overrides);
    const responses = db.transaction(() =>
      dead.map((message) => ({ messageId: publisher.republish(message, overrides).messageId })),
    )();
    dispatcher.wake();
    return responses;
  };

  app.get("/", async (c) => {
    const { page, cursor } = await selected(c.req.raw);
    return c.json({ ...(cursor ? { cursor } : {}), messages: page.map(deadLetterView) });
  });
  app.delete("/", async (c) => {
    const { page, cursor } = await selected(c.req.raw);
    bury(page);
    return c.json({ ...(cursor ? { cursor } : {}), deleted: page.length });
  });
  app.post("/retry", async (c) => {
    const { page, cursor } = await selected(c.req.raw);
    const responses = retry(page, c.req.raw.headers);
    return c.json({ ...(cursor ? { cursor } : {}), responses }, 201);
  });
  app.post("/retry/:dlqId", (c) => {
    const [response] = retry([find(c.req.param("dlqId"))], c.req.raw.headers);
    return c.json(response, 201);
  });
  app.get("/:dlqId", (c) => c.json(deadLetterView(find(c.req.param("dlqId")))));
  app.delete("/:dlqId", (c) => {
    bury([find(c.req.param("dlqId"))]);
    return c.body(null, 200);
  });
  return app;
};
