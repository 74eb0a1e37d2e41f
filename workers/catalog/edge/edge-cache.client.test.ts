import { expect, test } from "bun:test";
import { recordingCache } from "./edge.testing";
import { edgeCache } from "./edge-cache.client";

test("purges by tags", async () => {
  const platform = recordingCache();
  await edgeCache(platform).purge(["lists", "prd_1"]);
  expect(platform.purged).toEqual([["lists", "prd_1"]]);
});

test.each([undefined, {}])("does nothing when the runtime has no cache: %p", async (platform) => {
  expect(await edgeCache(platform).purge(["lists"])).toBeUndefined();
});

test("continues when the platform refuses a purge", async () => {
  const errors = [{ code: 1134, message: "Rate limited" }];
  const platform = recordingCache({ success: false, errors });
  expect(await edgeCache(platform).purge(["lists"])).toBeUndefined();
  expect(platform.purged).toHaveLength(1);
});

test("fails when the platform does not answer", async () => {
  const platform = { purge: () => Promise.reject(new Error("unreachable")) };
  await expect(edgeCache(platform).purge(["lists"])).rejects.toThrow("unreachable");
});
