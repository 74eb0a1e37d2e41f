import { expect, test } from "bun:test";
import { openDatabase } from "./database";
import { Deduplication } from "./deduplication";
import { DAY_MS } from "./duration";
import { LogStore } from "./log.store";
import { MessageStore } from "./message.store";
import { prune } from "./retention";

test("what is done makes room; what waits and what died lately stays", () => {
  const db = openDatabase(":memory:");
  const stores = {
    db,
    messages: new MessageStore(db),
    logs: new LogStore(db),
    deduplication: new Deduplication(db),
    clock: () => 30 * DAY_MS,
  };
  const { messages, logs, deduplication } = stores;
  const insert = (messageId: string, createdAt: number) => {
    logs.add({ messageId, state: "CREATED", time: createdAt });
    return messages.insert({
      messageId,
      createdAt,
      url: "http://127.0.0.1/",
      headers: {},
      body: new Uint8Array(),
    }).seq;
  };
  const reply = { status: 500, header: {}, body: new Uint8Array() };
  insert("waiting", 0);
  messages.die(insert("dead long ago", DAY_MS), "old", reply);
  messages.die(insert("dead lately", 29 * DAY_MS), "new", reply);
  for (const id of ["done 1", "done 2", "done 3"]) messages.finish(insert(id, 0), "DELIVERED");
  deduplication.remember("k", [], 0);

  prune(stores, 2);

  const kept = ["done 3", "done 2", "dead lately", "waiting"];
  expect(messages.recent(10).map(({ messageId }) => messageId)).toEqual(kept);
  expect(logs.newest(Number.MAX_SAFE_INTEGER).map(({ messageId }) => messageId)).toEqual(kept);
  expect(deduplication.recall("k", 0)).toBeUndefined();
});
