import { expect, test } from "bun:test";
import * as z from "zod";
import { DependencyError } from "#kernel/errors";
import { defineEvent, type Envelope, newEvent } from "#kernel/events/events";
import { handleAll } from "#kernel/events/handling";

const happened = defineEvent("thing.happened", z.object({}), ["things"]);
const list = (length: number): Envelope[] =>
  Array.from({ length }, () =>
    newEvent(happened, {
      source: "things",
      subject: "s",
      sequence: 1,
      data: {},
      nowMs: Date.now(),
    }),
  );

test("handles the other events when two of them fail, and reports both", async () => {
  const events = list(20);
  const handled: string[] = [];
  const handle = async ({ id }: Envelope) => {
    if (id === events[3]?.id) throw new DependencyError("vendor");
    if (id === events[4]?.id) throw new Error("a bug");
    handled.push(id);
  };
  expect(await handleAll(events, handle, 1000)).toEqual({
    failed: [
      { eventId: events[3]?.id ?? "", code: "dependency_unavailable" },
      { eventId: events[4]?.id ?? "", code: "internal" },
    ],
    unreached: [],
  });
  expect(handled).toHaveLength(18);
});

test("handles no more events at the same time than allowed", async () => {
  let running = 0;
  let most = 0;
  const handle = async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  };
  await handleAll(list(30), handle, 1000, { atOnce: 3 });
  expect(most).toBe(3);
});

test("returns the ids of the events for which there was no time left", async () => {
  const events = list(3);
  const report = await handleAll(events, () => Promise.resolve(), 0);
  expect(report).toEqual({ failed: [], unreached: events.map(({ id }) => id) });
});

test("handles events no faster than the pace allows", async () => {
  const startedAt = performance.now();
  await handleAll(list(6), () => Promise.resolve(), 1000, { atOnce: 2, everyMs: 10 });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(28);
});
