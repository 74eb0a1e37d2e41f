import { expect, test } from "bun:test";
import { isGtin } from "./gtin.rules";

test.each(["40170725", "036000291452", "4006381333931", "14006381333938"])(
  "accepts the number %s",
  (barcode) => expect(isGtin(barcode)).toBe(true),
);

test.each([
  ["a wrong check digit", "4006381333932"],
  ["a length that none has", "400638133393"],
  ["a letter", "400638133393X"],
  ["a number of the shop's own (2)", "2000000000015"],
  ["a coupon (98)", "9800000000009"],
  ["nothing", ""],
])("refuses %s", (_, barcode) => expect(isGtin(barcode)).toBe(false));
