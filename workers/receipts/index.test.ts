import { expect, test } from "bun:test";
import { testTrace } from "#kernel/testing";
import Receipts from "./index";
import { EUR_RECEIPT } from "./testing";

const worker = new Receipts({ waitUntil: () => undefined } as unknown as ExecutionContext, {
  ENVIRONMENT: "test",
});

test("renders both formats by RPC", async () => {
  const html = await worker.render(EUR_RECEIPT, "html", testTrace());
  expect(html.body).toContain("R-2026-000123");
  const { body } = await worker.render(EUR_RECEIPT, "pdf", testTrace());
  expect(Buffer.from(body as ArrayBuffer).toString("latin1")).toStartWith("%PDF-1.7");
});

test("reports its fonts as healthy", async () =>
  expect((await worker.health(testTrace())).dependencies).toMatchObject([
    { name: "fonts", status: "ok" },
  ]));
