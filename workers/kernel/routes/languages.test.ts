import { expect, test } from "bun:test";
import { askedIn, canonicalTag, fallbacksOf, Locale, LocaleParameter, lookUp } from "./languages";

test.each([
  ["de", "de"],
  ["DE-at", "de-AT"],
  ["zh-hant-TW", "zh-Hant-TW"],
  ["de-u-co-phonebk", "de"],
  ["iw", "he"],
  ["und", undefined],
  ["de_AT", undefined],
  ["*", undefined],
  ["", undefined],
  ["x".repeat(40), undefined],
  ["\u0000", undefined],
])("reads %p as %p", (tag, canonical) => expect(canonicalTag(tag)).toBe(canonical));

test.each([
  ["de-AT", ["de-AT", "de"]],
  ["zh-Hant-TW", ["zh-Hant-TW", "zh-Hant", "zh"]],
  ["fr", ["fr"]],
])("lets %p fall back to %p", (tag, fallbacks) => expect(fallbacksOf(tag)).toEqual(fallbacks));

test.each([
  [null, []],
  ["*", []],
  ["de;q=0", []],
  ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", ["fr-CH", "fr", "en", "de"]],
  ["en;q=0.5, de-at", ["de-AT", "de", "en"]],
  ["de, de-AT", ["de", "de-AT"]],
  [";;,,q=1,<script>,de", ["de"]],
  [Array.from({ length: 99 }, (_, nth) => `a${String.fromCharCode(97 + (nth % 26))}`).join(), 10],
  [`${"x".repeat(300)},de`, []],
] as const)("reads the ranges of %p", (header, asked) => {
  const found = askedIn(header);
  if (typeof asked === "number") expect(found).toHaveLength(asked);
  else expect(found).toEqual(asked);
  expect(askedIn(header)).toEqual(found);
});

test("looks up the first asked locale that exists", () => {
  expect(lookUp(["fr", "de-AT", "de"], ["en", "de"])).toBe("de");
  expect(lookUp(["fr"], ["en", "de"])).toBeUndefined();
});

test("takes a parameter in any form, and a stored locale in its canonical form", () => {
  expect(LocaleParameter.parse("DE-at")).toBe("de-AT");
  expect(LocaleParameter.safeParse("de_AT").success).toBe(false);
  expect([Locale.safeParse("de-AT").success, Locale.safeParse("de-at").success]).toEqual([
    true,
    false,
  ]);
});
