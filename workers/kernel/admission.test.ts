import { expect, test } from "bun:test";
import { admission } from "#kernel/admission";
import { withinCall } from "#kernel/call";
import { systemClock } from "#kernel/clock";
import { movableClock, testTrace } from "#kernel/testing";

test("never serves more at once than it says, and serves all", async () => {
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

test("a failure frees its place", async () => {
  const admit = admission({ atOnce: 1, patienceMs: 5000, clock: systemClock });
  await admit(() => Promise.reject(new Error("x"))).catch(() => undefined);
  expect(await admit(async () => "in")).toBe("in");
});

test("who waited in vain is told when to come back", async () => {
  const clock = movableClock();
  const admit = admission({ atOnce: 1, patienceMs: 0, clock });
  void admit(() => new Promise(() => undefined));
  const waiting = admit(async () => "in").catch((err) => [err.code, err.headers]);
  clock.advance(1);
  expect(await waiting).toEqual(["overloaded", { "Retry-After": "2" }]);
});

test("a place whose holder vanished is free again", async () => {
  const clock = movableClock();
  const admit = admission({ atOnce: 1, patienceMs: 60_000, clock });
  void admit(() => new Promise(() => undefined));
  clock.advance(21_000);
  expect(await admit(async () => "in")).toBe("in");
});

test("who leaves before being served keeps no place: the work goes on without them", async () => {
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
