import { expect, test } from "bun:test";
import { artworkOf } from "#catalog/seed/artwork.rules";

test("a product keeps its picture, and the shelf is not all alike", () => {
  const slugs = ["stoneware-mug", "linen-apron", "rye-crackers", "wool-throw", "olive-oil"];
  expect(artworkOf("stoneware-mug")).toBe(artworkOf("stoneware-mug"));
  expect(new Set(slugs.map(artworkOf)).size).toBeGreaterThan(2);
});

test("whatever the slug, nothing of it gets into the picture", () => {
  expect(artworkOf("</svg><script>alert(1)</script>")).not.toContain("script");
});
