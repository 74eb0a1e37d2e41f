import { expect, test } from "bun:test";
import { Phone, phoneIn } from "#kernel/address/phone";

test.each([
  ["0170 1234567", "DE", "+491701234567"],
  ["+49 (170) 1234567", "US", "+491701234567"],
  ["+91 98765 43210", undefined, "+919876543210"],
  ["(415) 555-2671", "US", "+14155552671"],
  ["0170 1234567", undefined, null],
  ["+49 1", "DE", null],
  ["call me", "DE", null],
  ["", "DE", null],
])("returns %p of %p in E.164", (text, country, phone) => {
  expect(phoneIn(text, country)).toBe(phone);
});

test("stores a phone number in E.164, and refuses one without a country code", () => {
  expect(Phone.parse("+49 170 123 45 67")).toBe("+491701234567");
  expect(Phone.safeParse("0170 1234567").error?.issues[0]).toMatchObject({
    params: { code: "phone" },
  });
});
