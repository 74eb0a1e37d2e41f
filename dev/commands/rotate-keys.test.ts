import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { ROOT } from "#dev/install";
import { movableClock } from "#kernel/testing";
import { accessTokens } from "#workers/users/sessions/access-tokens.service";
import { PUBLISHED_MS } from "#workers/users/sessions/key-rotation.service";
import { jwksOf } from "#workers/users/sessions/signing-keys.rules";
import { rotateKeys } from "./rotate-keys";

let folder: string;
let file: string;
let clock: ReturnType<typeof movableClock>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rotation-"));
  file = join(folder, "users.json");
  clock = movableClock();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rotate = (leaked = false) => rotateKeys(file, { nowMs: clock.now(), leaked });
const secrets = async () => JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
const kids = async () => {
  const { JWT_SIGNING_KEY = "{}", JWT_NEXT_KEY = "{}" } = await secrets();
  return [JSON.parse(JWT_SIGNING_KEY).kid, JSON.parse(JWT_NEXT_KEY).kid] as [string, string];
};

/** Signs a token with these secrets, as the Worker does. */
const signed = async ({ JWT_SIGNING_KEY = "" }: Record<string, string>) =>
  accessTokens({ signingKey: JWT_SIGNING_KEY, clock }).issue({
    userId: "usr_12345678",
    sessionId: "ses_12345678",
    roles: [],
  });
const believed = (
  token: string,
  { JWT_SIGNING_KEY = "", JWT_NEXT_KEY = "" }: Record<string, string>,
) => {
  const keys = createLocalJWKSet(jwksOf(JWT_SIGNING_KEY, JWT_NEXT_KEY) as unknown as JSONWebKeySet);
  return jwtVerify(token, keys, { currentDate: new Date(clock.now()) }).then(
    () => true,
    () => false,
  );
};

describe("a rotation", () => {
  test("takes its steps a day apart, with two published keys at any time", async () => {
    expect(await rotate()).toContain("Two new keys");
    const [first, second] = await kids();
    clock.advance(PUBLISHED_MS);
    expect(await rotate()).toContain("The next key signs");
    expect(await kids()).toEqual([second, first]);
    clock.advance(PUBLISHED_MS);
    expect(await rotate()).toContain("The old key is gone");
    const [still, third] = await kids();
    expect(still).toBe(second);
    expect([first, second]).not.toContain(third);
    clock.advance(PUBLISHED_MS);
    await rotate();
    expect(await kids()).toEqual([third, second]);
  });

  test("keeps every token valid for verifiers with the keys of the previous or next step", async () => {
    await rotate();
    for (let step = 0; step < 5; step += 1) {
      const before = await secrets();
      const oldToken = await signed(before);
      clock.advance(PUBLISHED_MS);
      await rotate();
      const after = await secrets();
      expect(await believed(await signed(after), before)).toBe(true);
      clock.advance(-PUBLISHED_MS);
      expect(await believed(oldToken, after)).toBe(true);
      clock.advance(PUBLISHED_MS);
    }
  });

  test("refuses a step that is too early, and changes nothing", async () => {
    await rotate();
    const before = await secrets();
    clock.advance(PUBLISHED_MS - 1);
    await expect(rotate()).rejects.toThrow("Too early");
    expect(await secrets()).toEqual(before);
    clock.advance(1);
    await rotate();
    await expect(rotate()).rejects.toThrow("Too early");
  });

  test("publishes only the parts of a key that verifiers need", async () => {
    await rotate();
    const { JWT_SIGNING_KEY = "", JWT_NEXT_KEY = "" } = await secrets();
    const members = jwksOf(JWT_SIGNING_KEY, JWT_NEXT_KEY).keys.map((key) => Object.keys(key));
    expect(members).toEqual(Array(2).fill(["kty", "crv", "x", "y", "kid", "alg", "use"]));
  });
});

test("refuses a leaked key when a verifier has the new ones", async () => {
  await rotate();
  const leaked = await signed(await secrets());
  expect(await rotate(true)).toContain("tokens of the old ones are refused");
  expect(await believed(leaked, await secrets())).toBe(false);
  expect(await believed(await signed(await secrets()), await secrets())).toBe(true);
});

describe("the file", () => {
  test("keeps other secrets, is readable by its owner only, and leaves no draft", async () => {
    await writeFile(file, JSON.stringify({ PASSWORD_PEPPER: "1:pepper", REFRESH_SECRET: "s" }));
    await rotate();
    expect(await secrets()).toMatchObject({ PASSWORD_PEPPER: "1:pepper", REFRESH_SECRET: "s" });
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(folder)).toEqual(["users.json"]);
  });

  test("gets a next key when it has a single key from an older version", async () => {
    await rotate();
    const { JWT_SIGNING_KEY } = await secrets();
    await writeFile(file, JSON.stringify({ JWT_SIGNING_KEY }));
    expect(await rotate()).toContain("The next key is there");
    expect((await secrets()).JWT_SIGNING_KEY).toBe(JWT_SIGNING_KEY ?? "");
    await expect(rotate()).rejects.toThrow("Too early");
  });

  test.each(["{", "[]", '{"JWT_SIGNING_KEY":"no key"}'])(
    "stays unchanged when it has another format: %s",
    async (text) => {
      await writeFile(file, text);
      await expect(rotate()).rejects.toThrow(file);
      expect(await readFile(file, "utf8")).toBe(text);
    },
  );
});

test("prints what it did and how to upload the keys", async () => {
  const run = async (...args: string[]) => {
    const command = [process.execPath, "dev/commands/rotate-keys.ts", ...args];
    const child = Bun.spawn(command, { cwd: ROOT, stdout: "pipe", stderr: "pipe" });
    const output = (await child.stdout.text()) + (await child.stderr.text());
    return { code: await child.exited, output };
  };
  const wrong = await run();
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining("bun run keys")]);
  const done = await run(file);
  expect([done.code, done.output]).toEqual([0, expect.stringContaining("wrangler secret bulk")]);
  expect(done.output).not.toContain('"d"');
  expect((await run(file)).output).toContain("Too early");
});
