import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { messages, outbox as outboxRows } from "#db/notifications/schema";
import { type TestDatabase, testDatabase } from "#db/testing";
import { outboxOf } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { recordingQueue } from "#kernel/testing";
import { messagesStore } from "./messages.store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("notifications");
});
afterAll(() => database.stop());

const loseOneAnswer = (kind: "apply-then-drop" | "drop-before") =>
  fetch(`${database.cloudUrl}/_dev/faults`, {
    method: "PUT",
    body: JSON.stringify({ seed: 1, rules: [{ kind, rate: 1, times: 1 }] }),
  });

test.each(["apply-then-drop", "drop-before"] as const)(
  "ends a message with its receipt when the first try fails by %s",
  async (kind) => {
    const { db } = database;
    const outbox = outboxOf({ db, table: outboxRows, queue: recordingQueue() });
    const store = messagesStore({ db, outbox });
    const nowMs = Date.now();
    const id = newId("message");
    const subject = newId("order");
    const message = {
      id,
      kind: "order-confirmed",
      subject,
      userId: null,
      orderId: subject,
      detail: null,
    } as const;
    await store.begin(message, { nowMs });
    const ending = { state: "sent", providerRef: "re_1" } as const;
    const about = { messageId: id, eventId: `evt_${id}`, events: [] };
    const end = () => store.end({ ...about, ending, nowMs });
    await loseOneAnswer(kind);
    expect(
      await end().then(
        () => "ended",
        () => "failed",
      ),
    ).toBe("failed");
    await end();
    const [row] = await database.db.read.select().from(messages).where(eq(messages.id, id));
    expect(row).toMatchObject({ state: "sent", providerRef: "re_1" });
  },
);
