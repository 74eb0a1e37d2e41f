import { expect, test } from "bun:test";
import { artworkOf } from "#catalog/seed/artwork.rules";

test("draws a product the same each time, and products differently", () => {
  const slugs = ["stoneware-mug", "linen-apron", "rye-crackers", "wool-throw", "olive-oil"];
  expect(artworkOf("stoneware-mug")).toBe(artworkOf("stoneware-mug"));
  expect(new Set(slugs.map(artworkOf)).size).toBeGreaterThan(2);
});

test("contains no part of the slug", () => {
  expect(artworkOf("</svg><script>alert(1)</script>")).not.toContain("script");
});
