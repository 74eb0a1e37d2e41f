import { expect, test } from "bun:test";
import { mapConcurrently } from "#kernel/concurrency";

test("returns the results in the order of the items when later items finish first", async () => {
  const finished: number[] = [];
  const work = async (item: number) => {
    for (let ticks = item; ticks < 4; ticks += 1) await Promise.resolve();
    finished.push(item);
    return item * 10;
  };
  expect(await mapConcurrently([1, 2, 3], { atOnce: 3, work })).toEqual([10, 20, 30]);
  expect(finished).toEqual([3, 2, 1]);
});

test("processes no more items at the same time than allowed", async () => {
  let open = 0;
  let most = 0;
  const work = async () => {
    open += 1;
    most = Math.max(most, open);
    await Promise.resolve();
    open -= 1;
  };
  await mapConcurrently(Array.from({ length: 9 }), { atOnce: 2, work });
  expect(most).toBe(2);
});

test("throws the error that the work of one item throws", () => {
  const work = async (item: number) => {
    if (item === 2) throw new Error("second");
  };
  expect(mapConcurrently([1, 2, 3], { atOnce: 1, work })).rejects.toThrow("second");
});
