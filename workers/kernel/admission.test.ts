import { expect, test } from "bun:test";
import { admission } from "#kernel/admission";
import { withinCall } from "#kernel/call";
import { systemClock } from "#kernel/clock";
import { movableClock, testTrace } from "#kernel/testing";

test("serves all requests, and never more of them at once than the limit", async () => {
  const admit = admission({ atOnce: 3, patienceMs: 5000, clock: systemClock });
  let inside = 0;
  let most = 0;
  const serve = () =>
    admit(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
      return 1;
    });
  const served = await Promise.all(Array.from({ length: 20 }, serve));
  expect([served.length, most]).toEqual([20, 3]);
});

test("frees the slot of a request when its work fails", async () => {
  const admit = admission({ atOnce: 1, patienceMs: 5000, clock: systemClock });
  await admit(() => Promise.reject(new Error("x"))).catch(() => undefined);
  expect(await admit(async () => "in")).toBe("in");
});

test("answers 503 with Retry-After when no slot becomes free for a request", async () => {
  const clock = movableClock();
  const admit = admission({ atOnce: 1, patienceMs: 0, clock });
  void admit(() => new Promise(() => undefined));
  const waiting = admit(async () => "in").catch((err) => [err.code, err.headers]);
  clock.advance(1);
  expect(await waiting).toEqual(["overloaded", { "Retry-After": "2" }]);
});

test("frees the slot of a request that never ends", async () => {
  const clock = movableClock();
  const admit = admission({ atOnce: 1, patienceMs: 60_000, clock });
  void admit(() => new Promise(() => undefined));
  clock.advance(21_000);
  expect(await admit(async () => "in")).toBe("in");
});

test("finishes a request's work and frees its slot when the client has disconnected", async () => {
  const admit = admission({ atOnce: 1, patienceMs: 5000, clock: systemClock });
  let finish = (): void => undefined;
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const kept: Promise<unknown>[] = [];
  withinCall(
    testTrace(),
    (rest) => void kept.push(rest),
    () => void admit(() => work),
  );
  expect(kept).toHaveLength(1);
  finish();
  await kept[0];
  expect(await admit(async () => "in")).toBe("in");
});
