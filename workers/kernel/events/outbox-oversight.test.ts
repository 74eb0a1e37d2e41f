import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { outbox as table } from "#db/orders/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { defineEvent, newEvent } from "#kernel/events/events";
import { outboxOf } from "#kernel/events/outbox";
import { OPEN_EVENT_STATES, outboxRows } from "#kernel/events/outbox-oversight";
import { recordingQueue } from "#kernel/testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("orders");
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.write.delete(table);
});

const happened = defineEvent("thing.happened", z.object({ id: z.string() }), ["cart", "payments"]);
const outbox = () => outboxOf({ db: database.db, table, queue: recordingQueue() });

/** Announces events, oldest first, and returns their ids. */
const announced = async (count: number) => {
  const nowMs = Date.now();
  const events = Array.from({ length: count }, (_, nth) =>
    newEvent(happened, {
      ...{ source: "orders", subject: `s${nth}`, sequence: 1, data: { id: "canary" } },
      nowMs: nowMs - (count - nth) * 60_000,
    }),
  );
  await outbox().announce(events);
  return events.map(({ id }) => id);
};
const bury = (id: string) =>
  database.db.write
    .update(table)
    .set({ deadAt: 1_700_000_000_000, generation: 12 })
    .where(eq(table.id, id));
const rowOf = async (id: string) => {
  const [row] = await database.db.read.select().from(table).where(eq(table.id, id));
  return row;
};
const list = (state: "dead" | "unacknowledged", afterId?: string, limit = 10) =>
  outbox().list("orders", { state, afterId, limit });
const idsOf = (events: { id: string }[]) => events.map(({ id }) => id);

describe("listing events", () => {
  test("lists dead and unacknowledged events apart, newest first, and no acknowledged ones", async () => {
    const [first = "", second = "", third = "", fourth = ""] = await announced(4);
    await Promise.all([bury(second), bury(third)]);
    await outbox().acknowledge([fourth]);
    expect(idsOf(await list("dead"))).toEqual([third, second]);
    expect(idsOf(await list("unacknowledged"))).toEqual([first]);
  });

  test("shows what staff need to judge an event, without its data", async () => {
    const [id = ""] = await announced(1);
    await bury(id);
    const [event] = await list("dead");
    expect(event).toMatchObject({
      ...{ id, type: "thing.happened", owner: "orders", subject: "s0", state: "dead" },
      ...{ handlers: ["cart", "payments"], handOvers: 12, deadAt: "2023-11-14T22:13:20.000Z" },
    });
    expect(event?.ageSeconds).toBeWithin(59, 120);
    expect(JSON.stringify(event)).not.toContain("canary");
  });

  test("returns one event more than the limit, and continues after an event", async () => {
    const ids = (await announced(4)).toReversed();
    expect(idsOf(await list("unacknowledged", undefined, 2))).toEqual(ids.slice(0, 3));
    expect(idsOf(await list("unacknowledged", ids[1], 2))).toEqual(ids.slice(2));
  });

  test.each([...OPEN_EVENT_STATES])("reads %s events by their index", async (state) => {
    const query = outboxRows(database.db.read, table, { state, limit: 100 }).getSQL();
    const plan = await database.db.read.all<{ detail: string }>(sql`explain query plan ${query}`);
    const index = state === "dead" ? "outbox_dead" : "outbox_open";
    expect(plan[0]?.detail).toContain(`USING INDEX ${index}`);
  });
});

describe("replaying a dead event", () => {
  test("hands it over at once, with all of its hand-overs", async () => {
    const [id = ""] = await announced(1);
    await bury(id);
    expect(await outbox().replay("orders", id)).toMatchObject({
      ...{ state: "unacknowledged", handOvers: 0, deadAt: null },
    });
    expect(idsOf(await outbox().claimOverdue())).toEqual([id]);
    expect(await rowOf(id)).toMatchObject({ generation: 1, deadAt: null });
  });

  test("changes nothing when it is repeated, or the event is not dead", async () => {
    const [id = "", other = ""] = await announced(2);
    await bury(id);
    await outbox().replay("orders", id);
    await outbox().claimOverdue();
    const before = await Promise.all([rowOf(id), rowOf(other)]);
    await Promise.all([outbox().replay("orders", id), outbox().replay("orders", other)]);
    expect(await Promise.all([rowOf(id), rowOf(other)])).toEqual(before);
  });

  test("leaves an acknowledged event done", async () => {
    const [id = ""] = await announced(1);
    await outbox().acknowledge([id]);
    expect(await outbox().replay("orders", id)).toMatchObject({ state: "acknowledged" });
    expect(await outbox().claimOverdue()).toEqual([]);
  });

  test("returns null for an event of another owner", async () => {
    expect(await outbox().replay("orders", "evt_none")).toBeNull();
  });
});
