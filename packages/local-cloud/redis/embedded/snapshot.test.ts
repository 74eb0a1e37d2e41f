import { afterEach, expect, jest, test } from "bun:test";
import { openSnapshot } from "./snapshot";

afterEach(() => {
  jest.useRealTimers();
});

test("schedules no flush after closing, even when the last flush expires a key", () => {
  jest.useFakeTimers();
  const snapshot = openSnapshot(":memory:", (key) => {
    snapshot.touch(key);
    return { key, value: undefined };
  });
  snapshot.touch("expired");
  snapshot.close();
  expect(jest.getTimerCount()).toBe(0);
});
