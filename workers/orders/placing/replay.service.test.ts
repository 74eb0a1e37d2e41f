import { expect, spyOn, test } from "bun:test";
import { AppError } from "#kernel/errors";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { inCall } from "#kernel/testing";
import { guestAccess } from "#orders/order/access.rules";
import { replayService } from "./replay.service";

const request = { scope: "guest POST /v1/orders", key: "k".repeat(22) } as KeyedRequest;

test("answers order_unsettled and logs the failure when the database fails to end the lease of a request", async () => {
  const lines: string[] = [];
  const console_ = spyOn(console, "log").mockImplementation(
    (line: string) => void lines.push(line),
  );
  const warnings = spyOn(console, "warn").mockImplementation(
    (line: string) => void lines.push(line),
  );
  const { awaitPayment } = replayService({
    store: { find: async () => undefined, findByRequest: async () => undefined },
    idempotency: {
      endLease: async () => {
        throw new Error("database is locked");
      },
    } as unknown as Idempotency,
    progress: { authorise: async () => Promise.reject(new AppError("conflict")) },
    access: guestAccess("secret ".repeat(8)),
  });
  const thrown = await inCall(() =>
    awaitPayment(request, Promise.reject(new AppError("conflict"))).catch((err: unknown) => err),
  );
  console_.mockRestore();
  warnings.mockRestore();
  expect(thrown).toMatchObject({ code: "order_unsettled" });
  expect(lines.join("\n")).toContain('"event":"idempotency.release_failed"');
});
