import { expect, test } from "bun:test";
import { Failure } from "./failure";
import { Idempotency } from "./idempotency";
import { openDatabase } from "./mail.store";

test("refuses a second request with a key at the same endpoint while the first runs", async () => {
  const idempotency = new Idempotency(openDatabase(":memory:"), Date.now);
  const body = Promise.withResolvers<unknown>();
  const send = (input: unknown) => ({ sent: input });
  const first = idempotency.once("POST /emails", "k", () => body.promise, send);

  const second = idempotency.once("POST /emails", "k", async () => "mail", send);
  await expect(second).rejects.toMatchObject({ name: "concurrent_idempotent_requests" });
  const elsewhere = idempotency.once("POST /emails/batch", "k", async () => "batch", send);
  expect(await elsewhere).toEqual({ sent: "batch" });

  body.resolve("mail");
  expect(await first).toEqual({ sent: "mail" });
  expect(await idempotency.once("POST /emails", "k", async () => "mail", send)).toEqual({
    sent: "mail",
  });
});

test("accepts a key again after its first request failed", async () => {
  const idempotency = new Idempotency(openDatabase(":memory:"), Date.now);
  const send = (input: unknown) => input;
  const cut = idempotency.once("s", "k", () => Promise.reject(new Error("cut")), send);
  await expect(cut).rejects.toThrow("cut");
  const refused = idempotency.once(
    "s",
    "k",
    async () => 1,
    () => {
      throw new Failure("validation_error", "no");
    },
  );
  await expect(refused).rejects.toThrow("no");
  expect(await idempotency.once("s", "k", async () => 2, send)).toBe(2);
});
