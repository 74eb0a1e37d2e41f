import { expect, test } from "bun:test";
import { AttemptStore } from "./attempt.store";
import { openDatabase } from "./database";
import { Deduplication } from "./deduplication";
import { DAY_MS } from "./duration";
import { MessageStore } from "./message.store";
import { prune } from "./retention";

test("deletes old finished messages and old dead letters, and keeps waiting and recent ones", () => {
  const db = openDatabase(":memory:");
  const stores = {
    db,
    messages: new MessageStore(db),
    attempts: new AttemptStore(db),
    deduplication: new Deduplication(db),
    clock: () => 30 * DAY_MS,
  };
  const { messages, attempts, deduplication } = stores;
  const reply = { status: 500, header: {}, body: new Uint8Array() };
  const insert = (messageId: string, createdAt: number) => {
    attempts.add(messageId, { startedAt: 0, endedAt: 1, reply, headers: new Headers() });
    return messages.insert({
      messageId,
      createdAt,
      url: "http://127.0.0.1/",
      headers: {},
      body: new Uint8Array(),
    }).seq;
  };
  insert("waiting", 0);
  messages.moveToDeadLetters(insert("dead long ago", DAY_MS), "old", reply);
  messages.moveToDeadLetters(insert("dead lately", 29 * DAY_MS), "new", reply);
  for (const id of ["done 1", "done 2", "done 3"]) messages.finish(insert(id, 0), "DELIVERED");
  deduplication.add("k", "msg_1", 0);

  prune(stores, 2);

  const kept = ["done 3", "done 2", "dead lately", "waiting"];
  expect(messages.recent(10).map(({ messageId }) => messageId)).toEqual(kept);
  const ids = [...kept, "dead long ago", "done 1"];
  expect([...attempts.of(ids).keys()].sort()).toEqual(kept.toSorted());
  expect(deduplication.find("k", 0)).toBeUndefined();
});
