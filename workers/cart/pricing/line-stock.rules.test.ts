import { expect, test } from "bun:test";
import { variantNamed } from "#cart/pricing/catalog.testing";
import { policyOf } from "#cart/pricing/line-stock.rules";

test("allows orders beyond the stock when the policy is continue or the variant is untracked", () => {
  const policies = [
    policyOf(variantNamed("Mug")),
    policyOf(variantNamed("Book", { inventoryPolicy: "continue" })),
    policyOf(variantNamed("Engraving", { tracked: false })),
  ];
  expect(policies).toEqual(["deny", "continue", "untracked"]);
});
