import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { admin, type SettingsTest, startSettings } from "./settings.testing";
import { DEFAULTS } from "./testing";

let shop: SettingsTest;
beforeAll(async () => {
  shop = await startSettings();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const patchBy = (signedInMsAgo: number | undefined, body: unknown, headers = {}) => {
  const signedInAt = signedInMsAgo === undefined ? undefined : shop.clock.now() - signedInMsAgo;
  return shop.ask("PATCH", { body, headers, actor: { ...admin, signedInAt } });
};

test("replaces the bank account as a whole, and names it for the audit without its number", async () => {
  const account = { holder: "Lantern GmbH", bankCode: "COBADEFFXXX", bankName: null };
  const first = await patchBy(0, {
    bankTransfer: { ...account, accountNumber: "DE89 3704 0044 0532 0130 00" },
  });
  expect(first.headers.get("bodega-changed")).toBe("bankTransfer");
  const stored = { ...account, accountNumber: "DE89370400440532013000" };
  expect((await shop.read()).bankTransfer).toEqual(stored);
  expect((await shop.patch({ bankTransfer: { holder: "Loom GmbH" } })).status).toBe(400);
  expect((await shop.read()).bankTransfer).toEqual(stored);
  await patchBy(0, { bankTransfer: null });
  expect((await shop.read()).bankTransfer).toBeNull();
});

test("changes the bank account after a sign-in within ten minutes only, and the rest without", async () => {
  const bankTransfer = {
    holder: "Lantern GmbH",
    accountNumber: "DE89370400440532013000",
    bankCode: null,
    bankName: null,
  };
  const tenMinutes = 10 * 60_000;
  const headers = { "idempotency-key": crypto.randomUUID() };
  for (const signedInMsAgo of [undefined, tenMinutes + 1])
    expect(await patchBy(signedInMsAgo, { bankTransfer, shopName: "New" }, headers)).toMatchObject({
      status: 401,
      body: { code: "step_up_required" },
    });
  expect(await shop.read()).toMatchObject({ bankTransfer: null, shopName: DEFAULTS.shopName });
  expect((await patchBy(tenMinutes, { bankTransfer }, headers)).status).toBe(200);
  expect((await patchBy(undefined, { bankTransfer, shopName: "New" })).status).toBe(200);
  for (const other of [null, { ...bankTransfer, holder: "Thief" }])
    expect((await patchBy(undefined, { bankTransfer: other })).status).toBe(401);
  expect(await shop.read()).toMatchObject({ bankTransfer, shopName: "New" });
});
