import { afterAll, beforeAll, beforeEach, expect, setSystemTime, spyOn, test } from "bun:test";
import { eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { inbox, outbox as table } from "#db/orders/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { defineEvent, type Envelope, newEvent, withoutMail } from "#kernel/events/events";
import { onceOnly, receiptStatement } from "#kernel/events/inbox";
import { HAND_OVER_AFTER_MS, outboxOf } from "#kernel/events/outbox";
import { databaseNowMs } from "#kernel/sql";
import { inCall, recordingQueue } from "#kernel/testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("orders");
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.db.write.delete(table);
});

const define = (...handlers: string[]) =>
  defineEvent("thing.happened", z.object({ id: z.string() }), handlers);
const fresh = (definition = define("cart")) =>
  newEvent(definition, {
    source: "orders",
    subject: "s",
    sequence: 1,
    data: { id: "1" },
    nowMs: Date.now(),
  });

const opened = async (event = fresh()) => {
  const queue = recordingQueue();
  const outbox = outboxOf({ db: database.db, table, queue });
  await outbox.announce([event]);
  return { queue, outbox, event };
};
const makeOverdue = () => database.db.write.update(table).set({ dueAt: 1 });
const rowOf = async ({ id }: Envelope) => {
  const [row] = await database.db.read.select().from(table).where(eq(table.id, id));
  return row;
};

test("publishes an event at once and does not claim it before it is overdue", async () => {
  const { queue, outbox, event } = await opened();
  await inCall(async () => outbox.kick([event]));
  expect(await outbox.claimOverdue()).toEqual([]);
  expect(queue.published).toEqual([event]);
});

test.each([-10, 10])(
  "claims overdue events by the database's clock when the Worker's clock is %d minutes off",
  async (minutes) => {
    const { outbox, event } = await opened();
    setSystemTime(Date.now() + minutes * 60_000);
    const early = await outbox.claimOverdue().finally(() => setSystemTime());
    await database.db.write.update(table).set({ dueAt: sql`${databaseNowMs} - 1` });
    setSystemTime(Date.now() + minutes * 60_000);
    const late = await outbox.claimOverdue().finally(() => setSystemTime());
    expect([early, late]).toEqual([[], [event]]);
  },
);

test("stores an event without handlers and never publishes it", async () => {
  const { queue, outbox, event } = await opened(fresh(define()));
  await makeOverdue();
  await inCall(async () => outbox.kick([event]));
  expect(await outbox.claimOverdue()).toEqual([]);
  expect(queue.published).toEqual([]);
  expect((await rowOf(event))?.acknowledgedAt).toBeNumber();
});

test("publishes mail as a separate message when other Workers handle the event too", async () => {
  const { queue, outbox, event } = await opened(fresh(define("payments", "notifications", "cart")));
  const others = { ...event, handlers: "payments,cart" };
  const mail = { ...event, id: `${event.id}.mail`, handlers: "notifications" };
  await inCall(async () => outbox.kick([event]));
  expect(queue.published).toEqual([others, mail]);
  expect(await rowOf(others)).toMatchObject({ envelope: others, flow: null });
  expect(await rowOf(mail)).toMatchObject({ envelope: mail, flow: "mail" });
  await makeOverdue();
  await outbox.acknowledge([event.id]);
  expect(await outbox.claimOverdue()).toEqual([mail]);
});

test("publishes no mail when its owner leaves the mail out", async () => {
  const event = withoutMail(fresh(define("payments", "notifications")));
  const { queue, outbox } = await opened(event);
  await inCall(async () => outbox.kick([event]));
  expect(queue.published).toEqual([{ ...event, handlers: "payments" }]);
});

test("lets only one of two concurrent cron runs claim an overdue event", async () => {
  const { outbox, event } = await opened();
  await makeOverdue();
  const claims = await Promise.all([outbox.claimOverdue(), outbox.claimOverdue()]);
  expect(claims.flat()).toEqual([event]);
});

test("skips acknowledged events when it claims overdue ones", async () => {
  const { outbox, event } = await opened();
  await makeOverdue();
  await outbox.acknowledge([event.id]);
  expect(await outbox.claimOverdue()).toEqual([]);
});

test("claims other events when more mail is overdue than one cron run can send", async () => {
  const { outbox } = await opened();
  const letters = Array.from({ length: 200 }, () => fresh(define("notifications")));
  await outbox.announce(letters);
  await makeOverdue();
  await database.db.write.update(table).set({ dueAt: 2 }).where(isNull(table.flow));
  const claimed = await outbox.claimOverdue();
  expect(claimed.map(({ handlers }) => handlers).toSorted()).toEqual([
    "cart",
    ...Array(150).fill("notifications"),
  ]);
});

test("waits after each hand-over, and marks an event as dead after the last wait", async () => {
  const { outbox, event } = await opened();
  for (const [index, waitMs] of HAND_OVER_AFTER_MS.entries()) {
    const [row] = await database.db.read
      .select({
        waits: sql<number>`${table.dueAt} - ${databaseNowMs}`,
        generation: table.generation,
      })
      .from(table);
    expect([row?.generation, Math.round((row?.waits ?? 0) / 5000) * 5000]).toEqual([index, waitMs]);
    await makeOverdue();
    const isLast = index === HAND_OVER_AFTER_MS.length - 1;
    const logged = spyOn(console, "error").mockImplementation(() => undefined);
    expect(await outbox.claimOverdue()).toEqual(isLast ? [] : [event]);
    expect(logged.mock.calls.join()).toStartWith(
      isLast ? '{"level":"error","event":"outbox.dead"' : "",
    );
    logged.mockRestore();
  }
  expect((await rowOf(event))?.deadAt).toBeNumber();
});

test("hands over a mail after 14 hours, before it is parked after 20 hours", () => {
  const hours = HAND_OVER_AFTER_MS.map((_, index) =>
    HAND_OVER_AFTER_MS.slice(0, index + 1).reduce((sum, ms) => sum + ms / 3_600_000, 0),
  );
  const last = hours.findLast((hour) => hour < 20) ?? 0;
  expect(Math.floor(last)).toBe(14);
});

test("does not count a hand-over when the event reached no handler", async () => {
  const { outbox, event } = await opened();
  await makeOverdue();
  await outbox.claimOverdue();
  await outbox.giveBack([event.id]);
  expect(await rowOf(event)).toMatchObject({ generation: 0 });
  expect(await outbox.claimOverdue()).toEqual([event]);
});

test("decides by the database's clock whether an event is overdue", async () => {
  const { outbox } = await opened({
    ...fresh(),
    time: new Date(Date.now() - 3_600_000).toISOString(),
  });
  expect(await outbox.claimOverdue()).toEqual([]);
});

test("returns the age of the oldest event that is neither done nor dead", async () => {
  const { outbox, event } = await opened();
  expect(await outbox.oldestSeconds()).toBe(0);
  await database.db.write.update(table).set({ createdAt: Date.now() - 400_500 });
  expect(await outbox.oldestSeconds()).toBe(400);
  await database.db.write.update(table).set({ deadAt: 1 });
  expect(await outbox.oldestSeconds()).toBeNull();
  await database.db.write.update(table).set({ deadAt: null });
  await outbox.acknowledge([event.id]);
  expect(await outbox.oldestSeconds()).toBeNull();
});

test("reads overdue and acknowledged events through an index", async () => {
  const plans = [
    sql`select id from outbox where acknowledged_at is null and dead_at is null and due_at <= 1 and flow is null order by due_at`,
    sql`select id from outbox where acknowledged_at is null and dead_at is null and due_at <= 1 and flow = 'mail' order by due_at`,
    sql`select id from outbox where acknowledged_at < 1`,
  ];
  for (const query of plans) {
    const plan = await database.db.read.all<{ detail: string }>(sql`explain query plan ${query}`);
    expect(plan.map(({ detail }) => detail).join()).toMatch(/^SEARCH outbox USING [A-Z ]*INDEX/);
  }
});

test("deletes an event a fortnight after it was acknowledged", async () => {
  const { outbox, event } = await opened();
  await outbox.acknowledge([event.id]);
  await outbox.claimOverdue();
  expect(await rowOf(event)).toBeDefined();
  await database.db.write.update(table).set({ acknowledgedAt: 1 });
  await outbox.claimOverdue();
  expect(await rowOf(event)).toBeUndefined();
});

test("does not delay the response when the queue is down", async () => {
  const outbox = outboxOf({
    db: database.db,
    table,
    queue: { publish: () => Promise.reject(new Error("down")) },
  });
  expect(await inCall(async () => outbox.kick([fresh()]))).toBeUndefined();
});

test("changes nothing when an event is delivered a second time", async () => {
  const { db } = database;
  const batch = () =>
    db.write.batch([
      receiptStatement(db, inbox, "evt_twice", 1),
      db.write.insert(table).values({
        id: crypto.randomUUID(),
        type: "x",
        subject: "x",
        envelope: fresh(),
        createdAt: 1,
        dueAt: 1,
      }),
    ]);
  expect([await onceOnly(batch), await onceOnly(batch)]).toEqual([true, false]);
  const rows = await db.read.select({ n: sql<number>`count(*)` }).from(table);
  expect(rows).toEqual([{ n: 1 }]);
});
