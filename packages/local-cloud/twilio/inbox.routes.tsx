import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { InboxPage } from "./inbox.page";
import type { MessageStore } from "./message.store";

const SHOWN = 100;
/** The page runs no script and loads nothing from other servers. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";

/** Serves the latest SMS in a browser. */
export const inboxRoutes = (messages: MessageStore) => {
  const app = new Hono<StandInEnv>();
  app.get("/", (c) => {
    const to = c.req.query("to")?.trim().replace(/^ /, "+") ?? "";
    const found = messages.page({ limit: SHOWN, recipient: to === "" ? undefined : to });
    const page = (<InboxPage messages={found.messages} to={to} />).toString();
    return c.html(`<!doctype html>${page}`, 200, { "content-security-policy": POLICY });
  });
  return app;
};
