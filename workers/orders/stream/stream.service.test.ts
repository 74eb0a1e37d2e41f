import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { testDatabase } from "#db/testing";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { entriesStore, type News, newsOf } from "./entries.store";
import { streamedResponse } from "./stream.http";
import { STREAM_SECONDS_MAX } from "./stream.rules";
import { streamService } from "./stream.service";

/** The subrequests that Cloudflare's free plan allows for a request. */
const SUBREQUESTS_MAX = 50;
const QUIET: News = { status: "confirmed", sequence: 3, entries: [] };

/** Counts the reads of streams of an order to which nothing happens. */
const counted = (since = async (): Promise<News | undefined> => QUIET) => {
  const counts = { reads: 0 };
  const read = <T>(work: () => Promise<T>) => {
    counts.reads += 1;
    return work();
  };
  const entries = { current: () => read(async () => QUIET), since: () => read(since) };
  const { follow } = streamService({ entries, pause: async () => undefined });
  const following = { orderId: newId("order"), isStaff: true, lastEventId: "3" };
  return {
    counts,
    follow: (waitMs: number) => inCall(async () => follow({ ...following, waitMs })),
  };
};
const textOf = async (texts: AsyncGenerator<string> | undefined) =>
  texts ? new Response(streamedResponse(texts).body).text() : "";

test("reads less often than the platform allows, and sends a heartbeat every 15 seconds", async () => {
  const { counts, follow } = counted();
  const text = await textOf(await follow(STREAM_SECONDS_MAX * 1000));
  expect(counts.reads).toBe(31);
  expect(counts.reads).toBeLessThan(SUBREQUESTS_MAX);
  expect(text).toBe(`retry: 3000\n\n${": heartbeat\n\n".repeat(6)}`);
});

test("stops reading when the client goes away", async () => {
  const { counts, follow } = counted();
  const texts = await follow(STREAM_SECONDS_MAX * 1000);
  if (!texts) throw new Error("the stream did not begin");
  const reader = streamedResponse(texts).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const { reads } = counts;
  expect(reads).toBeLessThan(10);
  expect(await texts.next()).toEqual({ done: true, value: undefined });
  expect(counts.reads).toBe(reads);
});

test.each([
  ["a read fails", () => Promise.reject(new Error("the database is down"))],
  ["the order is deleted", async () => undefined],
])("ends without breaking off when %s", async (_, since) => {
  const { counts, follow } = counted(since);
  expect(await textOf(await follow(STREAM_SECONDS_MAX * 1000))).toBe("retry: 3000\n\n");
  expect(counts.reads).toBe(2);
});

test("reads by indexes, and sorts nothing", async () => {
  const { db, stop } = await testDatabase("orders");
  const query = newsOf(db.read, newId("order"), 3).getSQL();
  const plan = await db.read.all<{ detail: string }>(sql`explain query plan ${query}`);
  expect(plan.map(({ detail }) => detail).join("\n")).not.toMatch(/SCAN|TEMP B-TREE/);
  expect(await entriesStore({ db }).since(newId("order"), 0)).toBeUndefined();
  await stop();
});
