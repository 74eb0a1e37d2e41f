import { expect, test } from "bun:test";
import { page } from "./page";
import type { Snapshot, TraceLine } from "./snapshot";

const QUIET: Snapshot = {
  services: [],
  routes: [],
  events: [],
  mails: [],
  payments: [],
  deadLetters: 0,
  traces: [],
  inboxUrl: "http://localhost:8795/inbox",
};
const shown = (changes: Partial<Snapshot>) => String(page({ ...QUIET, ...changes }));

const call = (fault?: string): TraceLine["calls"][number] => ({
  vendor: "libsql",
  method: "POST",
  path: "/orders/v2/pipeline",
  ms: 2,
  summary: "execute: SELECT orders",
  status: fault ? 500 : 200,
  ...(fault ? { fault } : {}),
});
const trace = (...calls: TraceLine["calls"]): TraceLine => ({
  requestId: "req_1",
  startedAt: 0,
  durationMs: 4,
  calls,
});

test("shows a sentence in place of each empty table", () => {
  const text = shown({});
  for (const sentence of ["No mail has been sent", "No money has moved", "Nothing has happened"])
    expect(text).toContain(sentence);
});

test("names the fault of a call that failed by injection", () => {
  const text = shown({ traces: [trace(call("apply-then-drop"), call())] });
  expect(text).toContain('<span class="down">apply-then-drop</span>');
  expect(text.match(/class="down"/g)).toHaveLength(1);
});

test("uses singular and plural", () => {
  expect(shown({ traces: [trace(call())], deadLetters: 1 })).toMatch(/1 call ·.*/);
  expect(shown({ deadLetters: 1 })).toContain("1 dead letter<");
  expect(shown({ deadLetters: 2, traces: [trace(call(), call())] })).toMatch(
    /2 dead letters<[\s\S]*2 calls ·/,
  );
});

test("escapes text", () => {
  const mail = { id: "m", to: "a@b.test", subject: "<script>alert(1)</script>", at: 0 };
  expect(shown({ mails: [mail] })).not.toContain("<script");
});
