import { expect, test } from "bun:test";
import { shopAt } from "#workers/notifications/order.testing";
import { welcomeMail } from "./welcome.mail";

test("links to the storefront in HTML and in text", () => {
  const { subject, html, text } = welcomeMail(shopAt("https://shop.test/"));
  expect(subject).toBe("Welcome to Corner Shop");
  for (const form of [html, text]) {
    expect(form).toContain("Welcome.");
    expect(form).toContain("https://shop.test/");
  }
});
