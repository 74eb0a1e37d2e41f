import { beforeEach, describe, expect, test } from "bun:test";
import { COPY_MS_MAX, isolateCopy } from "#kernel/isolate-copy";
import { inCall, movableClock } from "#kernel/testing";

let clock: ReturnType<typeof movableClock>;
let source: { value: string; reads: number; isDown: boolean };
let copy: () => Promise<string>;

beforeEach(() => {
  clock = movableClock();
  source = { value: "first", reads: 0, isDown: false };
  copy = isolateCopy({
    clock,
    read: async () => {
      source.reads += 1;
      if (source.isDown) throw new Error("down");
      return source.value;
    },
  });
});

/** Returns the copy as a request sees it, and ends the background work of the request. */
const requested = () => inCall(() => copy());

test("reads once for the requests of 15 seconds", async () => {
  for (let n = 0; n < 3; n += 1) {
    expect(await requested()).toBe("first");
    clock.advance(4_999);
  }
  expect(source.reads).toBe(1);
});

test("reads after the response when the copy is older than 15 seconds", async () => {
  await requested();
  source.value = "second";
  clock.advance(15_000);
  expect(await requested()).toBe("first");
  expect(await requested()).toBe("second");
  expect(source.reads).toBe(2);
});

test("shows a change after at most 30 seconds", async () => {
  await requested();
  source.value = "second";
  clock.advance(COPY_MS_MAX);
  expect(await requested()).toBe("second");
});

test("reads once when several requests find an old copy", async () => {
  await requested();
  clock.advance(COPY_MS_MAX);
  await Promise.all([requested(), requested(), requested()]);
  expect(source.reads).toBe(2);
});

describe("a source that is down", () => {
  test("fails the request when there is no copy yet, and not the next one", async () => {
    source.isDown = true;
    await expect(requested()).rejects.toThrow("down");
    source.isDown = false;
    expect(await requested()).toBe("first");
  });

  test("leaves the last copy, and makes one request in five seconds read", async () => {
    await requested();
    source.isDown = true;
    clock.advance(COPY_MS_MAX);
    for (let n = 0; n < 10; n += 1) expect(await requested()).toBe("first");
    expect(source.reads).toBe(2);
    clock.advance(5_000);
    expect(await requested()).toBe("first");
    expect(source.reads).toBe(3);
  });

  test("is read again once it is up", async () => {
    await requested();
    source.isDown = true;
    clock.advance(COPY_MS_MAX);
    await requested();
    [source.isDown, source.value] = [false, "second"];
    clock.advance(5_000);
    await requested();
    expect(await requested()).toBe("second");
  });

  test("delays no request after the first failure", async () => {
    let release = (): void => undefined;
    const answers = [async () => "first", () => Promise.reject(new Error("down"))];
    const hanging = () => new Promise<string>((resolve) => (release = () => resolve("second")));
    const slow = isolateCopy({ clock, read: () => (answers.shift() ?? hanging)() });
    await slow();
    clock.advance(COPY_MS_MAX);
    await slow();
    clock.advance(5_000);
    expect(await slow()).toBe("first");
    release();
  });
});
