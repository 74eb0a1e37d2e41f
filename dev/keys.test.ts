import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { CommonEnv, parseEnv } from "#kernel/env";
import { movableClock } from "#kernel/testing";
import { accessTokens } from "#workers/users/sessions/access-tokens.service";
import { jwksOf, SigningKey } from "#workers/users/sessions/signing-keys.rules";
import { developmentKeys } from "./keys";

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "keys-")), "state");
});
afterEach(() => rm(join(folder, ".."), { recursive: true, force: true }));

test("makes a signing key and a next key, and keeps them over restarts", async () => {
  const keys = await developmentKeys(folder);
  expect(await developmentKeys(folder)).toEqual(keys);
  const { JWT_SIGNING_KEY: key, JWT_NEXT_KEY: next } = keys;
  const clock = movableClock();
  const token = await accessTokens({ signingKey: key, clock }).issue({
    userId: "usr_12345678",
    sessionId: "ses_12345678",
    roles: ["customer"],
  });
  const jwks = jwksOf(key, next);
  expect(jwks.keys).toHaveLength(2);
  const published = createLocalJWKSet(jwks as unknown as JSONWebKeySet);
  const { payload } = await jwtVerify(token, published, { currentDate: new Date(clock.now()) });
  expect(payload.sub).toBe("usr_12345678");
});

test("gives all processes the same key when they start at once, and leaves no drafts", async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => developmentKeys(folder)));
  expect(new Set(keys.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(await readdir(folder)).toEqual(["keys.json"]);
});

test("hides the key from other users of the machine", async () => {
  await developmentKeys(folder);
  expect((await stat(join(folder, "keys.json"))).mode & 0o077).toBe(0);
});

test("keeps a single key when the file has no next one", async () => {
  await developmentKeys(folder);
  const file = join(folder, "keys.json");
  const { JWT_SIGNING_KEY } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ JWT_SIGNING_KEY }));
  const keys = await developmentKeys(folder);
  expect(keys.JWT_SIGNING_KEY).toBe(JWT_SIGNING_KEY);
  expect(JSON.parse(keys.JWT_NEXT_KEY).kid).not.toBe(JSON.parse(JWT_SIGNING_KEY).kid);
});

test("names a damaged file in one sentence, and keeps it", async () => {
  await developmentKeys(folder);
  const file = join(folder, "keys.json");
  const whole = await readFile(file, "utf8");
  for (const text of [
    "",
    "{",
    '{"JWT_SIGNING_KEY":"no"}',
    whole.replace(/\\"x\\":\\"./, '\\"x\\":\\"'),
  ]) {
    await writeFile(file, text);
    await expect(developmentKeys(folder)).rejects.toThrow(`${file} is damaged`);
    expect(await readFile(file, "utf8")).toBe(text);
  }
});

test("names a file that cannot be read", async () => {
  const file = join(folder, "keys.json");
  await mkdir(file, { recursive: true });
  await expect(developmentKeys(folder)).rejects.toThrow(`${file} is damaged`);
});

test("makes a key that production refuses", async () => {
  const vars = { ...(await developmentKeys(folder)), ENVIRONMENT: "production" };
  const start = () => parseEnv("users", { ...CommonEnv, JWT_SIGNING_KEY: SigningKey }, vars);
  expect(start).toThrow("JWT_SIGNING_KEY still has its development value");
});
