import { afterEach, expect, jest, test } from "bun:test";
import { openSnapshot } from "./snapshot";

afterEach(() => {
  jest.useRealTimers();
});

test("closing is the last it does, although a look at an expired key reports one more change", () => {
  jest.useFakeTimers();
  const snapshot = openSnapshot(":memory:", (key) => {
    snapshot.touch(key);
    return { key, value: undefined };
  });
  snapshot.touch("expired");
  snapshot.close();
  expect(jest.getTimerCount()).toBe(0);
});
