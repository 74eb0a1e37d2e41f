import { expect, spyOn, test } from "bun:test";
import { connect } from "#db/client";
import { idempotencyKeys } from "#db/orders/schema";
import { AppError } from "#kernel/errors";
import { idempotencyOf, type KeyedRequest } from "#kernel/mutations/idempotency";
import { inCall } from "#kernel/testing";
import { guestAccess } from "#orders/order/access.rules";
import { replayService } from "./replay.service";

const request = { scope: "guest POST /v1/orders", key: "k".repeat(22) } as KeyedRequest;
/** An address at which no database answers. */
const NO_DATABASE = { url: "http://127.0.0.1:1", token: "none" };

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
    idempotency: idempotencyOf({ db: connect(NO_DATABASE), table: idempotencyKeys }),
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
