import { expect, test } from "bun:test";
import { entryOf, spokenRead } from "./spoken-read.rules";

const LOCALES = ["en", "de", "de-AT"];

test.each([
  ["/v1/products", null, "/v1/products"],
  ["/v1/products", "*", "/v1/products"],
  ["/v1/products", "fr, it;q=0.5", "/v1/products"],
  ["/v1/products", "de-CH, en;q=0.5", "/v1/products de"],
  ["/v1/products", "de-at", "/v1/products de-AT"],
  ["/v1/products?limit=2&locale=de-CH", "en", "/v1/products?limit=2&locale=de"],
  ["/v1/products?locale=xx", "de", "/v1/products?locale=en"],
  ["/v1/products?locale=de_AT", "de", "/v1/products?locale=de_AT"],
  ["/v1/products?locale=%ff", "de", "/v1/products?locale=%ff"],
])("names %s in %p as %p", (path, language, entry) =>
  expect(entryOf(spokenRead(path, language, LOCALES))).toBe(entry),
);

test.each([
  ["/v1/products", null, "/v1/products"],
  ["/v1/products", "de", undefined],
  ["/v1/products?locale=de", null, undefined],
])("names %s in %p as %p while the shop's locales are unknown", (path, language, entry) =>
  expect(entryOf(spokenRead(path, language, undefined))).toBe(entry),
);
