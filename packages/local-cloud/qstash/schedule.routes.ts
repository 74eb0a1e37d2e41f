import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { nextRun } from "./cron";
import { keptHeaders, refuse } from "./instructions";
import { destinationOf } from "./publish.routes";
import type { Schedule } from "./schedule.store";
import { scheduleView } from "./view";

const ID = /^[A-Za-z0-9._-]+$/;

export const scheduleRoutes = ({ schedules, scheduler, messages, publisher, clock }: Cloud) => {
  const app = new Hono<StandInEnv>();
  const find = (id: string) => schedules.get(id) ?? refuse(404, `schedule ${id} not found`);
  const view = (schedule: Schedule) =>
    scheduleView(
      schedule,
      schedule.lastAt === null ? [] : messages.ofSchedule(schedule.scheduleId, schedule.lastAt),
    );

  const setPaused = (c: Context<StandInEnv>, isPaused: boolean) => {
    scheduler.save({ ...find(c.req.param("id") ?? ""), isPaused });
    return c.body(null, 200);
  };
  for (const method of ["PATCH", "POST"]) {
    app.on(method, "/:id{[A-Za-z0-9._-]+}/pause", (c) => setPaused(c, true));
    app.on(method, "/:id{[A-Za-z0-9._-]+}/resume", (c) => setPaused(c, false));
  }

  app.get("/", (c) => c.json(schedules.list().map(view)));
  app.get("/:id", (c) => c.json(view(find(c.req.param("id")))));
  app.delete("/:id", (c) => {
    const id = c.req.param("id");
    if (!schedules.remove(id)) refuse(404, `schedule ${id} not found`);
    return c.body(null, 200);
  });

  app.post("/*", async (c) => {
    const destination = destinationOf(c.req.url, 2);
    const { "upstash-cron": cron = "", ...headers } = keptHeaders(c.req.raw.headers);
    const scheduleId = headers["upstash-schedule-id"] ?? `scd_${randomBytes(16).toString("hex")}`;
    if (!ID.test(scheduleId)) refuse(400, `invalid schedule id: ${scheduleId}`);
    if (nextRun(cron, clock()) === undefined) refuse(400, `invalid cron: ${cron}`);
    publisher.check(destination, headers);
    const known = schedules.get(scheduleId);
    scheduler.save({
      scheduleId,
      cron,
      destination,
      headers,
      body: new Uint8Array(await c.req.arrayBuffer()),
      createdAt: known?.createdAt ?? clock(),
      isPaused: known?.isPaused ?? false,
      lastAt: known?.lastAt ?? null,
    });
    c.set("summary", `schedule ${cron} to ${destination}`);
    return c.json({ scheduleId });
  });
  return app;
};
