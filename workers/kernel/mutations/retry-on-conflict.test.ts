import { expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

const lost = new Error("lost");
const isConflict = (err: unknown) => err === lost;
const thrownBy = (work: Promise<unknown>) => work.catch((thrown) => thrown);

test("repeats the attempt after a conflict, whether it is thrown or returned", async () => {
  const attempt = async (tries: number) => {
    if (tries % 2 === 0 && tries < 6) throw lost;
    return tries < 6 ? CONFLICT : tries;
  };
  expect(await retryOnConflict(attempt, { isConflict })).toBe(6);
});

test("throws 409 with Retry-After when every attempt loses to another writer", async () => {
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    throw lost;
  };
  const err = appErrorIn(await thrownBy(retryOnConflict(attempt, { isConflict })));
  expect([err?.code, err?.headers, attempts]).toEqual(["conflict", { "Retry-After": "1" }, 10]);
});

test("stops after the caller's maximum of attempts, with the caller's detail", async () => {
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    return CONFLICT;
  };
  const policy = { triesMax: 3, detail: "The products keep changing." };
  const err = appErrorIn(await thrownBy(retryOnConflict(attempt, policy)));
  expect([err?.message, attempts]).toEqual([policy.detail, 3]);
});

test("throws any other failure at once", async () => {
  const broken = new Error("broken");
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    throw broken;
  };
  expect(await thrownBy(retryOnConflict(attempt, { isConflict }))).toBe(broken);
  expect(attempts).toBe(1);
});
