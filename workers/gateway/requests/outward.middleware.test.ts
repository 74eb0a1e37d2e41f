import { expect, test } from "bun:test";
import { setOutwardHeaders } from "./outward.middleware";

test("removes internal headers from an answer", () => {
  const headers = new Headers({
    "Bodega-Tags": "prd_1",
    "Bodega-Purge": "*",
    "Cache-Tag": "lists",
  });
  setOutwardHeaders(headers);
  expect([...headers.keys()].filter((name) => name.startsWith("bodega"))).toEqual([]);
  expect(headers.has("cache-tag")).toBe(false);
  expect(headers.get("x-request-id")).not.toBeNull();
});

test.each([
  ["", "Origin"],
  ["x-bodega-actor", "Origin"],
  ["Accept, origin, X-Bodega-Actor", "Accept, Origin"],
])(
  "says that an answer depends on the origin, and not on the actor, when Vary was %p",
  (vary, outward) => {
    const headers = new Headers({ Vary: vary });
    setOutwardHeaders(headers);
    expect(headers.get("vary")).toBe(outward);
  },
);
