import { expect, test } from "bun:test";
import { variantNamed } from "./testing";
import { policyOf } from "./variant";

test("sells a variant beyond its stock when its policy says so or its stock is not counted", () => {
  const policies = [
    policyOf(variantNamed("Mug")),
    policyOf(variantNamed("Book", { inventoryPolicy: "continue" })),
    policyOf(variantNamed("Engraving", { tracked: false })),
  ];
  expect(policies).toEqual(["deny", "continue", "continue"]);
});
