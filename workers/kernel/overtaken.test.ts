import { expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { retryOvertaken } from "#kernel/overtaken";

const lost = new Error("lost");
const isLost = (err: unknown) => err === lost;

test("decides again until no other writer was faster", async () => {
  let tries = 0;
  const decide = async () => {
    tries += 1;
    if (tries < 7) throw lost;
    return tries;
  };
  expect(await retryOvertaken(decide, isLost)).toBe(7);
});

test("answers a conflict that may be sent again when it is overtaken each time", async () => {
  let tries = 0;
  const decide = async () => {
    tries += 1;
    throw lost;
  };
  const err = appErrorIn(await retryOvertaken(decide, isLost).catch((thrown) => thrown));
  expect([err?.code, err?.headers, tries]).toEqual(["conflict", { "Retry-After": "1" }, 10]);
});

test("passes on every other failure at once", async () => {
  const broken = new Error("broken");
  let tries = 0;
  const decide = async () => {
    tries += 1;
    throw broken;
  };
  expect(await retryOvertaken(decide, isLost).catch((thrown) => thrown)).toBe(broken);
  expect(tries).toBe(1);
});
