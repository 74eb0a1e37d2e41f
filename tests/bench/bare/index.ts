import { Hono } from "hono";

/** One route that answers a small JSON. The bench compares the shop with it. */
const app = new Hono();
app.get("/", (c) => c.json({ id: "prd_1", price: { amount: 1999, currency: "EUR" } }));

export default app;
