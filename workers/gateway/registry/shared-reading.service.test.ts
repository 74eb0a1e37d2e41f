import { expect, test } from "bun:test";
import { movableClock } from "#kernel/testing";
import { sharedReading } from "./shared-reading.service";

const counted = () => {
  const clock = movableClock();
  const state = { reads: 0, hold: undefined as Promise<void> | undefined };
  const read = sharedReading({
    ask: async () => {
      state.reads += 1;
      const nth = state.reads;
      await state.hold;
      return nth;
    },
    freshMs: 10_000,
    clock,
  });
  return { clock, state, read };
};

test("reads again when the result is ten seconds old", async () => {
  const { clock, read } = counted();
  expect([await read(), await read()]).toEqual([1, 1]);
  clock.advance(9999);
  expect(await read()).toBe(1);
  clock.advance(1);
  expect(await read()).toBe(2);
});

test("returns the last result while another request reads", async () => {
  const { clock, state, read } = counted();
  await read();
  clock.advance(10_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  state.hold = promise;
  const refreshing = read();
  expect(await read()).toBe(1);
  resolve();
  expect(await refreshing).toBe(2);
});

test("reads once when many requests wait for the first result", async () => {
  const { state, read } = counted();
  expect(await Promise.all([1, 2, 3].map(() => read()))).toEqual([1, 1, 1]);
  expect(state.reads).toBe(1);
});
