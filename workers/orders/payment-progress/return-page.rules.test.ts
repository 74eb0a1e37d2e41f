import { expect, test } from "bun:test";
import { returnPage } from "./return-page.rules";

const guest = { orderId: "ord_1", accessToken: "a-b_c" };

test.each([
  ["https://shop.test", "https://shop.test/?order=ord_1#token=a-b_c"],
  [
    "https://shop.test/thanks?lang=de&a=1",
    "https://shop.test/thanks?lang=de&a=1&order=ord_1#token=a-b_c",
  ],
  ["https://shop.test/?order=ord_2&order=ord_3", "https://shop.test/?order=ord_1#token=a-b_c"],
  ["https://shop.test/#/cart", "https://shop.test/?order=ord_1#token=a-b_c"],
])("adds the order and a guest's token to %s", (page, expected) => {
  expect(returnPage(page, guest)).toBe(expected);
});

test("adds no fragment for the order of an account, and removes that of the request", () => {
  const page = returnPage("https://shop.test/me#token=x", { ...guest, accessToken: null });
  expect(page).toBe("https://shop.test/me?order=ord_1");
});
