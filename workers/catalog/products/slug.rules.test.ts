import { expect, test } from "bun:test";
import { slugOf } from "#catalog/products/slug.rules";

test("keeps words of other scripts apart when only a mark tells them apart", () => {
  const types = ["バッグ", "パック", "ปู", "ปี", "Чай", "Чаи"];
  expect(types.map(slugOf)).toEqual(["バッグ", "パック", "ปู", "ปี", "чай", "чаи"]);
});

test("strips accents from Latin letters", () => {
  expect(["Crème & Co", "Ấm trà", "Über-Größe"].map(slugOf)).toEqual([
    "creme-co",
    "am-tra",
    "uber-große",
  ]);
});
