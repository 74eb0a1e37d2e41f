import { expect, test } from "bun:test";
import { Colour, contrastOf, mixed } from "#kernel/colours";

test("computes the contrast ratio of WCAG", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastOf("#ffffff", "#ffffff")).toBe(1);
  // The best-known pair beside the threshold: https://webaim.org/resources/contrastchecker/
  expect(contrastOf("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrastOf("#ffffff", "#777777")).toBeCloseTo(4.48, 2);
});

test("mixes colours by channel", () => {
  expect(mixed("#000000", "#ffffff", 0)).toBe("#000000");
  expect(mixed("#000000", "#ffffff", 1)).toBe("#ffffff");
  expect(mixed("#102030", "#304050", 0.5)).toBe("#203040");
});

test.each(["red", "#fff", "#12345g", "#1234567", "", "#1c1917;x"])("refuses %p", (text) =>
  expect(Colour.safeParse(text).success).toBe(false),
);
