import { Hono } from "hono";
import { toBase64Url } from "#kernel/encoding";
import { KDFS } from "#workers/users/passwords/kdfs.rules";
import { PASSWORD, SALT } from "./sample";

/** A route for each KDF. It derives one key at the cost of new hashes, and answers it. */
const app = new Hono();
app.get("/", (c) => c.json({ kdfs: KDFS.map(({ name }) => name) }));
for (const { name, recommended, derive } of KDFS) {
  app.get(`/${name}`, async (c) => c.text(toBase64Url(await derive(PASSWORD, SALT, recommended))));
}

export default app;
