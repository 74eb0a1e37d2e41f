import { Hono } from "hono";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { refuse } from "./instructions";
import { flowLane } from "./message";

const limit = z.coerce.number().int().positive().optional();
const Pinned = z.object({ parallelism: limit, rate: limit, period: limit });

export const flowRoutes = ({ flows, messages, dispatcher, clock }: Cloud) => {
  const app = new Hono<StandInEnv>();
  const report = (key: string) =>
    flows.report(key, messages.waiting(flowLane(key))) ??
    refuse(404, `flow control key ${key} not found`);

  app.get("/", (c) => c.json(flows.keys().map(report)));
  app.get("/:key", (c) => c.json(report(c.req.param("key"))));

  const actions: Record<string, (key: string, query: Record<string, string>) => void> = {
    pause: (key) => flows.pause(key, true),
    resume: (key) => flows.pause(key, false),
    resetRate: (key) => flows.resetRate(key, clock()),
    pin: (key, query) => {
      const { data, success } = Pinned.safeParse(query);
      if (!success) return refuse(400, "parallelism, rate and period must be positive");
      const periodMs = data.period === undefined ? undefined : data.period * 1_000;
      flows.pin(key, { parallelism: data.parallelism, rate: data.rate, periodMs });
    },
    unpin: (key, { parallelism, rate }) =>
      flows.unpin(key, { parallelism: parallelism === "true", rate: rate === "true" }),
  };
  for (const [action, apply] of Object.entries(actions))
    app.post(`/:key/${action}`, (c) => {
      apply(c.req.param("key"), c.req.query());
      dispatcher.wake();
      return c.body(null, 200);
    });
  return app;
};
