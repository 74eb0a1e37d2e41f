import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inbox, outbox as table } from "#db/orders/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { defineEvent, newEvent } from "#kernel/events";
import { onceOnly, receiptStatement } from "#kernel/inbox";
import { outboxOf, REPUBLISH_AFTER_MS } from "#kernel/outbox";
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

const happened = defineEvent("thing.happened", z.object({ id: z.string() }));
const fresh = () =>
  newEvent(happened, {
    source: "orders",
    subject: "s",
    sequence: 1,
    data: { id: "1" },
    nowMs: Date.now(),
  });

const opened = async () => {
  const queue = recordingQueue();
  const outbox = outboxOf({ db: database.db, table, queue });
  const event = fresh();
  await outbox.announce([event]);
  return { queue, outbox, event };
};
const overdue = (id: string) =>
  database.db.write.update(table).set({ dueAt: 1 }).where(eq(table.id, id));

test("an event that was published at once is not published again before it is overdue", async () => {
  const { queue, outbox, event } = await opened();
  await inCall(async () => outbox.kick([event]));
  expect(await outbox.sweep()).toBe(0);
  expect(queue.published).toEqual([{ event, generation: 0 }]);
});

test("an event that nobody hears is kept, and never published", async () => {
  const queue = recordingQueue();
  const outbox = outboxOf({ db: database.db, table, queue, unheard: [happened.type] });
  const event = fresh();
  await outbox.announce([event]);
  await overdue(event.id);
  await inCall(async () => outbox.kick([event]));
  expect(await outbox.sweep()).toBe(0);
  expect(queue.published).toEqual([]);
  const [row] = await database.db.read.select().from(table).where(eq(table.id, event.id));
  expect(row?.acknowledgedAt).toBeNumber();
});

test("an overdue event is republished under a new generation, by one of two sweeps", async () => {
  const { queue, outbox, event } = await opened();
  await overdue(event.id);
  const swept = await Promise.all([outbox.sweep(), outbox.sweep()]);
  expect(swept.toSorted()).toEqual([0, 1]);
  expect(queue.published).toEqual([{ event, generation: 1 }]);
});

test("an acknowledged event is never published again", async () => {
  const { queue, outbox, event } = await opened();
  await overdue(event.id);
  await outbox.acknowledge([event.id]);
  expect(await outbox.sweep()).toBe(0);
  expect(queue.published).toEqual([]);
});

test("each republication waits longer, and the last one is the end", async () => {
  const { outbox, event } = await opened();
  for (let generation = 1; generation <= REPUBLISH_AFTER_MS.length; generation += 1) {
    await overdue(event.id);
    await outbox.sweep();
  }
  const [row] = await database.db.read.select().from(table).where(eq(table.id, event.id));
  expect(row?.deadAt).not.toBeNull();
  await overdue(event.id);
  expect(await outbox.sweep()).toBe(0);
});

test("a republication waits what its turn in the schedule says", async () => {
  const { outbox, event } = await opened();
  for (const [index, waitMs] of REPUBLISH_AFTER_MS.entries()) {
    const [row] = await database.db.read
      .select({
        waits: sql<number>`${table.dueAt} - ${databaseNowMs}`,
        generation: table.generation,
      })
      .from(table);
    expect([row?.generation, Math.round((row?.waits ?? 0) / 5000) * 5000]).toEqual([index, waitMs]);
    await overdue(event.id);
    await outbox.sweep();
  }
});

test("what could not be published is as it was before, even at its last turn", async () => {
  const { event } = await opened();
  const last = REPUBLISH_AFTER_MS.length - 1;
  await database.db.write.update(table).set({ generation: last, dueAt: 1 });
  const down = { publish: () => Promise.reject(new Error("down")) };
  const failed = outboxOf({ db: database.db, table, queue: down }).sweep();
  expect(await failed.catch((err) => err.message)).toBe("down");
  const [row] = await database.db.read.select().from(table);
  expect(row).toMatchObject({ generation: last, deadAt: null });
  await overdue(event.id);
  const queue = recordingQueue();
  expect(await outboxOf({ db: database.db, table, queue }).sweep()).toBe(1);
  expect(queue.published).toEqual([{ event, generation: last + 1 }]);
});

test("when an event is overdue is judged by the database's clock alone", async () => {
  const queue = recordingQueue();
  const outbox = outboxOf({ db: database.db, table, queue });
  await outbox.announce([{ ...fresh(), time: new Date(Date.now() - 3_600_000).toISOString() }]);
  expect(await outbox.sweep()).toBe(0);
});

test("an event that was acknowledged a fortnight ago is forgotten", async () => {
  const { outbox, event } = await opened();
  await outbox.acknowledge([event.id]);
  await outbox.sweep();
  const left = () => database.db.read.select({ id: table.id }).from(table);
  expect(await left()).toHaveLength(1);
  await database.db.write.update(table).set({ acknowledgedAt: 1 });
  await outbox.sweep();
  expect(await left()).toHaveLength(0);
});

test("a queue that is down does not keep the answer back", async () => {
  const outbox = outboxOf({
    db: database.db,
    table,
    queue: { publish: () => Promise.reject(new Error("down")) },
  });
  expect(await inCall(async () => outbox.kick([fresh()]))).toBeUndefined();
});

test("the second delivery of an event changes nothing", async () => {
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
