import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { refuse } from "./instructions";
import { messageView } from "./view";

export const messageRoutes = ({ messages, dispatcher }: Cloud) => {
  const app = new Hono<StandInEnv>();
  const find = (id: string) => messages.open(id) ?? refuse(404, `message ${id} not found`);

  app.get("/:id", (c) => c.json(messageView(find(c.req.param("id")))));
  /** Cancels a waiting message at once. A message that is being delivered is cancelled if its attempt fails. */
  app.delete("/:id", (c) => {
    const { seq, state } = find(c.req.param("id"));
    messages.requestCancel(seq);
    if (state !== "ACTIVE") messages.finish(seq, "CANCELED");
    dispatcher.wake();
    return c.json({ cancelled: 1 });
  });
  return app;
};
