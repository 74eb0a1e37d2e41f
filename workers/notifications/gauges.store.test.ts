import { expect, test } from "bun:test";
import { testDatabase } from "#db/testing";
import { readingPlan } from "#kernel/sight/testing";
import { gaugesStore } from "./gauges.store";

test("counts by indexes, without reading a whole table", async () => {
  const { db, stop } = await testDatabase("notifications");
  const plan = await readingPlan({ db, store: gaugesStore });
  const gauges = await gaugesStore({ db }).gauges();
  await stop();
  expect(plan).toHaveLength(gauges.length);
  expect(plan.filter((line) => !line.includes(" INDEX "))).toEqual([]);
  expect(gauges.map(({ value }) => value)).toEqual(gauges.map(() => 0));
});
