import { expect, test } from "bun:test";
import { parseEnv } from "#kernel/env";
import { defaultSettings } from "./defaults.rules";
import { SettingsVars } from "./env";

const REQUIRED = {
  ENVIRONMENT: "test",
  SETTINGS_DB_URL: "https://db.shop.test",
  SETTINGS_DB_TOKEN: "bodega-dev",
  SHOP_NAME: "Corner Shop",
  MAIL_FROM: "hello@shop.test",
};
const settingsBy = (changes: object) =>
  defaultSettings(parseEnv("settings", SettingsVars, { ...REQUIRED, ...changes }));

test.each([
  ["Lantern <hello@shop.test>", { name: "Lantern", email: "hello@shop.test" }],
  ['"Lantern, Loom" <Hello@Shop.test>', { name: "Lantern, Loom", email: "hello@shop.test" }],
  ["hello@shop.test", { name: "Corner Shop", email: "hello@shop.test" }],
  ["<hello@shop.test>", { name: "Corner Shop", email: "hello@shop.test" }],
])("reads the sender from MAIL_FROM %p", (MAIL_FROM, sender) =>
  expect(settingsBy({ MAIL_FROM })).toMatchObject({ sender, supportEmail: "hello@shop.test" }),
);

test("takes currency and country from the variables", () => {
  const settings = settingsBy({ SHOP_CURRENCY: "CHF", SHOP_COUNTRY: "CH" });
  expect(settings).toMatchObject({ defaultCurrency: "CHF", defaultCountry: "CH" });
});

test.each([
  ["MAIL_FROM", "Corner Shop"],
  ["MAIL_FROM", "Shop <hello@shop.test>, Other <other@shop.test>"],
  ["SHOP_NAME", " "],
  ["SHOP_COUNTRY", "Germany"],
  ["SHOP_CURRENCY", "€"],
])("refuses to start with %s %p, and names it", (name, value) =>
  expect(() => settingsBy({ [name]: value })).toThrow(name),
);
