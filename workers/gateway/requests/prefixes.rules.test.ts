import { expect, test } from "bun:test";
import { routeOf } from "./prefixes.rules";

test.each([
  ["/v1/orders", "CART", "order"],
  ["/v1/orders/lookup", "ORDERS", "lookup"],
  ["/v1/orders/ord_1", "ORDERS", "lookup"],
  ["/v1/orders/ord_1/timeline", "ORDERS", "lookup"],
  ["/v1/orders/ord_1/claim", "CART", "lookup"],
  ["/v1/orders/ord_1/reorder", "CART", "lookup"],
  ["/v1/orders/ord_1/reorder/x", "ORDERS", "lookup"],
  ["/v1/orders/claim", "ORDERS", "lookup"],
  ["/v1/me/orders", "ORDERS", "account"],
  ["/v1/me", "USERS", "account"],
] as const)("routes %s to %s in the class %s", (path, to, rate) => {
  expect(routeOf(path)).toMatchObject({ to, rate });
});

test("finds no route for a path that only begins like one", () => {
  expect(routeOf("/v1/menu")).toBeUndefined();
});
