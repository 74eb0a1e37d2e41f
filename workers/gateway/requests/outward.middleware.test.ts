import { expect, test } from "bun:test";
import { setOutwardHeaders } from "./outward.middleware";

test("removes internal headers from an answer", () => {
  const headers = new Headers({ "Bodega-Tags": "prd_1", "Bodega-Purge": "*" });
  setOutwardHeaders(headers);
  expect([...headers.keys()].filter((name) => name.startsWith("bodega"))).toEqual([]);
  expect(headers.get("x-request-id")).not.toBeNull();
});
