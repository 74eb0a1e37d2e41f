import { expect, test } from "bun:test";
import {
  afterAnswer,
  currentTrace,
  nextTraceparent,
  traceOf,
  validTraceparent,
  withinCall,
} from "#kernel/call";

const PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("continues a caller's trace with a new span", () => {
  const next = nextTraceparent(PARENT);
  expect(next).toStartWith("00-0af7651916cd43dd8448eb211c80319c-");
  expect(next).toEndWith("-01");
  expect(next).not.toBe(PARENT);
});

const MALFORMED = [
  "",
  "junk",
  "00-00000000000000000000000000000000-b7ad6b7169203331-01",
  "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
];
test.each(MALFORMED)("begins a new trace when the traceparent is malformed: %p", (incoming) => {
  expect(nextTraceparent(incoming)).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(nextTraceparent(incoming)).not.toContain("0af7651916cd43dd8448eb211c80319c");
  expect(validTraceparent(incoming)).toBe("");
});

test("keeps a valid request id and replaces an invalid one", () => {
  expect(traceOf(new Headers({ "x-request-id": "req-12345678" })).requestId).toBe("req-12345678");
  expect(traceOf(new Headers({ "x-request-id": "a b\tc" })).requestId).toMatch(
    /^req_[0-9a-f]{32}$/,
  );
});

test("keeps the traces of concurrent calls apart", async () => {
  const ids = ["req_a", "req_b", "req_c"];
  const seen = await Promise.all(
    ids.map((requestId) =>
      withinCall(
        { requestId, traceparent: PARENT },
        () => undefined,
        async () => {
          await Promise.resolve();
          return currentTrace().requestId;
        },
      ),
    ),
  );
  expect(seen).toEqual(ids);
});

test("ignores a failure of the work that runs after the response", async () => {
  const later: Promise<unknown>[] = [];
  withinCall(
    { requestId: "r", traceparent: PARENT },
    (work) => void later.push(work),
    () => afterAnswer(Promise.reject(new Error("late"))),
  );
  expect(await Promise.all(later)).toEqual([undefined]);
});
