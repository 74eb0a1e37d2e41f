import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { settings as rows } from "#db/settings/schema";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";
import { testTrace, userActor } from "#kernel/testing";
import SettingsWorker from "./index";
import { type SettingsTest, startSettings } from "./settings.testing";
import { DEFAULTS } from "./testing";

let shop: SettingsTest;
beforeAll(async () => {
  shop = await startSettings();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const ask: SettingsTest["ask"] = (method, options) => shop.ask(method, options);
const patch: SettingsTest["patch"] = (body, headers) => shop.patch(body, headers);
const read = () => shop.read();
const tagOf = ({ headers }: { headers: Headers }) => headers.get("etag") ?? "";

test("names the changed members for the audit, without values, and none for a replay", async () => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const before = await read();
  const change = {
    shopName: "Grace's Goods",
    returnWindowDays: before.returnWindowDays,
    sender: { name: "Grace", email: before.sender.email },
    seller: { phone: "+49 30 1234567" },
  };
  const changedIn = async () => (await patch(change, headers)).headers.get("bodega-changed");
  expect(await changedIn()).toBe("shopName,sender.name,seller.phone");
  expect(await changedIn()).toBeNull();
  expect((await patch(change)).headers.get("bodega-changed")).toBeNull();
});

describe("settings that no admin has changed", () => {
  test("are those of the variables", async () => {
    const { status, body, headers } = await ask("GET");
    expect([status, body]).toEqual([200, DEFAULTS]);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(tagOf({ headers })).toMatch(/^"[0-9a-f]+"$/);
  });

  test("are what other Workers read", async () => {
    const context = { waitUntil: () => undefined } as unknown as ExecutionContext;
    const entry = new SettingsWorker(context, shop.env);
    expect(await entry.settings(testTrace())).toEqual(DEFAULTS);
  });
});

describe("a change", () => {
  test("keeps the members that it does not name, also inside groups", async () => {
    await patch({ shopName: "Lantern & Loom", sender: { name: "Lantern" } });
    shop.clock.advance(1_000);
    const { status, body } = await patch({
      colours: { accent: "#7a1f3d" },
      seller: { vatId: "DE123456789" },
      returnWindowDays: 30,
    });
    const expected = {
      ...DEFAULTS,
      shopName: "Lantern & Loom",
      sender: { name: "Lantern", email: "hello@shop.test" },
      colours: { ...DEFAULTS.colours, accent: "#7a1f3d" },
      seller: { ...DEFAULTS.seller, vatId: "DE123456789" },
      returnWindowDays: 30,
      updatedAt: new Date(shop.clock.now()).toISOString(),
    };
    expect([status, body]).toEqual([200, expected]);
    expect(await read()).toEqual(expected);
  });

  test("clears a member by null", async () => {
    await patch({ logoUrl: "https://shop.test/logo.png", countries: ["DE", "AT"] });
    await patch({ logoUrl: null, countries: null });
    expect(await read()).toMatchObject({ logoUrl: null, countries: null });
  });

  test("is refused to everyone but admins", async () => {
    for (const [actor, status] of [
      [userActor("staff"), 403],
      [userActor(), 403],
      [{ kind: "guest" }, 401],
    ] as const) {
      const answer = await ask("PATCH", { body: { shopName: "Mine" }, actor });
      expect([answer.status, (await ask("GET", { actor })).status]).toEqual([status, status]);
    }
    expect(await read()).toEqual(DEFAULTS);
  });
});

describe("If-Match", () => {
  test("lets a change pass when it names the current version", async () => {
    const first = await patch({ shopName: "One" }, { "if-match": tagOf(await ask("GET")) });
    expect(first.status).toBe(200);
    expect(tagOf(first)).toBe(tagOf(await ask("GET")));
    expect((await patch({ shopName: "Two" }, { "if-match": `"x", ${tagOf(first)}` })).status).toBe(
      200,
    );
    expect((await patch({ shopName: "Three" }, { "if-match": "*" })).status).toBe(200);
  });

  test("refuses a change when it names an older version", async () => {
    const stale = tagOf(await ask("GET"));
    await patch({ shopName: "One" });
    for (const tag of [stale, `W/${tagOf(await ask("GET"))}`, "never"]) {
      const answer = await patch({ shopName: "Two" }, { "if-match": tag });
      expect([answer.status, answer.body.code]).toEqual([412, "precondition_failed"]);
    }
    expect((await read()).shopName).toBe("One");
  });

  test("lets one of two concurrent changes pass", async () => {
    const headers = { "if-match": tagOf(await ask("GET")) };
    const both = await Promise.all([
      patch({ shopName: "One" }, headers),
      patch({ shopName: "Two" }, headers),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });
});

test("keeps concurrent changes of different members", async () => {
  const members = ["legalName", "address", "registrationNumber", "vatId", "phone"];
  const changes = members.map((name) => patch({ seller: { [name]: `the ${name}` } }));
  expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(members.map(() => 200));
  expect(Object.values((await read()).seller)).toEqual(members.map((name) => `the ${name}`));
});

describe("an Idempotency-Key", () => {
  const key = () => ({ "idempotency-key": crypto.randomUUID() });

  test("replays the answer of a change, with its tag", async () => {
    const headers = key();
    const first = await patch({ shopName: "One" }, headers);
    await patch({ shopName: "Two" });
    const again = await patch({ shopName: "One" }, headers);
    expect([again.status, again.body, tagOf(again)]).toEqual([200, first.body, tagOf(first)]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await read()).shopName).toBe("Two");
  });

  test("replays a change whose If-Match names the version before it", async () => {
    const headers = { ...key(), "if-match": tagOf(await ask("GET")) };
    await patch({ shopName: "One" }, headers);
    expect((await patch({ shopName: "One" }, headers)).status).toBe(200);
  });

  test("changes once when two equal requests run at the same time", async () => {
    const headers = key();
    const both = await Promise.all([1, 2].map(() => patch({ shopName: "One" }, headers)));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const [row] = await shop.database.db.write.select().from(rows);
    expect(row?.version).toBe(1);
  });

  test("is refused with another change", async () => {
    const headers = key();
    await patch({ shopName: "One" }, headers);
    expect((await patch({ shopName: "Two" }, headers)).body.code).toBe("idempotency_key_reused");
  });

  test("is forgotten with its answer after a week", async () => {
    await patch({ shopName: "One" }, key());
    shop.clock.advance(Date.now() - shop.clock.now() + ANSWER_KEPT_MS - 60_000);
    expect(await shop.worker.sweep()).toEqual({ answersPruned: 0 });
    shop.clock.advance(120_000);
    expect(await shop.worker.sweep()).toEqual({ answersPruned: 1 });
  });
});

describe("refuses", () => {
  const ACCOUNT = { holder: "Lantern GmbH", bankCode: null, bankName: null };
  const PALE = { colours: { accent: "#ffd700" } };
  test.each([
    [PALE, "/colours/accent", "contrast_too_low"],
    [{ colours: { text: "#777777" } }, "/colours/text", "contrast_too_low"],
    [{ colours: { background: "#1c1917" } }, "/colours/accent", "contrast_too_low"],
    [{ colours: { accent: "red" } }, "/colours/accent", "invalid_format"],
    [{ countries: ["FR"] }, "/defaultCountry", "country_not_served"],
    [{ countries: ["XX"] }, "/countries/0", "unknown_country"],
    [{ countries: [] }, "/countries", "too_few"],
    [{ defaultCountry: "ZZ" }, "/defaultCountry", "unknown_country"],
    [{ defaultCurrency: "XYZ" }, "/defaultCurrency", "unknown_currency"],
    [{ logoUrl: "http://shop.test/logo.png" }, "/logoUrl", "invalid_format"],
    [{ logoUrl: "javascript:alert(1)" }, "/logoUrl", "invalid_format"],
    [{ sender: { email: "hello" } }, "/sender/email", "invalid_email"],
    [{ sender: { name: "Shop\nBcc: x" } }, "/sender/name", "control_characters"],
    [{ supportEmail: null }, "/supportEmail", "invalid_type"],
    [{ returnWindowDays: 366 }, "/returnWindowDays", "too_large"],
    [{ returnWindowDays: 1.5 }, "/returnWindowDays", "invalid_type"],
    [{ shopName: "\u200b" }, "/shopName", "invisible_text"],
    [
      { bankTransfer: { ...ACCOUNT, accountNumber: "DE89370400440532013001" } },
      "/bankTransfer/accountNumber",
      "invalid_account_number",
    ],
    [
      { bankTransfer: { ...ACCOUNT, accountNumber: "1234", holder: "A\nB" } },
      "/bankTransfer/holder",
      "control_characters",
    ],
    [{ updatedAt: "2026-11-26T09:30:00.000Z" }, "/updatedAt", "unknown_field"],
  ])("%j", async (body, pointer, code) => {
    const answer = await patch(body);
    expect([answer.status, answer.body.code]).toEqual([400, "validation_failed"]);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect(await read()).toEqual(DEFAULTS);
  });

  test("a contrast with its numbers, and takes the colours that contrast together", async () => {
    const { body } = await patch(PALE);
    expect(body.errors).toEqual([
      expect.objectContaining({
        min: 4.5,
        contrast: 1.4,
        message: expect.stringContaining("4.5:1"),
      }),
    ]);
    const dark = { accent: "#ffd700", text: "#f5f1ea", background: "#171412" };
    expect((await patch({ colours: dark })).status).toBe(200);
  });
});
