import { Hono } from "hono";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { refuse } from "./instructions";
import { cancel } from "./message.routes";
import type { Queue } from "./queue.store";

const Upsert = z.object({
  queueName: z.string(),
  parallelism: z.number().int().positive().default(1),
  paused: z.boolean().optional(),
});

export const queueRoutes = (cloud: Cloud) => {
  const { db, messages, queues, dispatcher, clock } = cloud;
  const app = new Hono<StandInEnv>();
  const view = (queue: Queue) => ({ ...queue, lag: messages.lag(queue.name) });

  app.post("/", async (c) => {
    const upsert = Upsert.safeParse(await c.req.json().catch(() => undefined));
    if (!upsert.success) return refuse(400, "queueName and a positive parallelism are required");
    const { queueName, parallelism, paused } = upsert.data;
    queues.upsert(queueName, { parallelism, ...(paused === undefined ? {} : { paused }) }, clock());
    dispatcher.wake();
    return c.body(null, 200);
  });
  app.get("/", (c) => c.json(queues.list().map(view)));
  app.get("/:name", (c) => {
    const name = c.req.param("name");
    return c.json(view(queues.get(name) ?? refuse(404, `queue ${name} not found`)));
  });
  app.delete("/:name", (c) => {
    const name = c.req.param("name");
    db.transaction(() => {
      for (const message of messages.allOpen())
        if (message.queueName === name) cancel(cloud, message);
      queues.remove(name);
    })();
    return c.body(null, 200);
  });
  for (const [action, paused] of [
    ["pause", true],
    ["resume", false],
  ] as const)
    app.post(`/:name/${action}`, (c) => {
      queues.upsert(c.req.param("name"), { paused }, clock());
      dispatcher.wake();
      return c.body(null, 200);
    });
  return app;
};
