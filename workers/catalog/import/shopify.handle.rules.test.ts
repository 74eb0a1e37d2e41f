import { expect, test } from "bun:test";
import { slugOfHandle } from "#catalog/import/shopify.handle.rules";

test.each([
  ["hanger™-set", "hanger-set"],
  ["❄️-cooler", "cooler"],
  ["หมวกสีฟ้า", "หมวกสีฟ้า"],
  ["कुर्ता-नीला", "कुर्ता-नीला"],
  ["i̇nci-kolye", "i̇nci-kolye"],
  ["waldhonig-(tal)", "waldhonig-tal"],
  ["Grand Piano Lamp", "grand-piano-lamp"],
  ["_sample", "_sample"],
  ["Women's Snowboard", "womens-snowboard"],
  ["v1.0 / 2", "v1-0-2"],
  ["a--b_c-", "a--b_c-"],
  ["prd_1", "prd-1"],
  ["x".repeat(240), "x".repeat(240)],
  ["™", ""],
])("makes a slug of the handle %s, and keeps a slug as it is", (handle, slug) => {
  expect(slugOfHandle(handle)).toBe(slug);
  expect(slugOfHandle(slug)).toBe(slug);
});
