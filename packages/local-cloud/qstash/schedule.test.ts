import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("schedules", () => {
  test("publish when their cron line says, until they are paused or deleted", async () => {
    await qstash.startStill();
    qstash.now = Date.parse("2030-01-01T11:59:30Z");
    const { scheduleId } = await qstash.client.schedules.create({
      destination: `${qstash.endpoint.url}/tick`,
      cron: "0 * * * *",
      body: "tick",
    });
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(0);
    qstash.now = Date.parse("2030-01-01T12:00:00Z");
    await qstash.deliverDue();
    expect((await qstash.endpoint.call(1)).request.headers.get("upstash-schedule-id")).toBe(
      scheduleId,
    );
    const schedule = await qstash.client.schedules.get(scheduleId);
    expect(schedule).toMatchObject({
      cron: "0 * * * *",
      lastScheduleTime: qstash.now,
      nextScheduleTime: qstash.now + 3_600_000,
      isPaused: false,
    });
    expect(Object.values(schedule.lastScheduleStates ?? {})).toEqual(["SUCCESS"]);

    await qstash.client.schedules.pause({ schedule: scheduleId });
    qstash.now += 3_600_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(1);
    await qstash.client.schedules.resume({ schedule: scheduleId });
    qstash.now += 3_600_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(2);
    await qstash.client.schedules.delete(scheduleId);
    expect(await qstash.client.schedules.list()).toEqual([]);
  });

  test("follow the zone they name, and keep their id when saved again", async () => {
    await qstash.startStill();
    qstash.now = Date.parse("2030-01-01T00:00:00Z");
    const create = (cron: string) =>
      qstash.client.schedules.create({
        destination: qstash.endpoint.url,
        scheduleId: "nightly",
        cron,
      });
    await create("* * * * *");
    await create("CRON_TZ=America/New_York 0 4 * * *");
    expect(await qstash.client.schedules.list()).toMatchObject([
      { scheduleId: "nightly", nextScheduleTime: Date.parse("2030-01-01T09:00:00Z") },
    ]);
    await expect(create("every day")).rejects.toThrow("invalid cron");
  });
});
