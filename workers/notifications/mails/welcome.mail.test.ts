import { expect, test } from "bun:test";
import { welcomeMail } from "./welcome.mail";

test("links to the storefront in HTML and in text", () => {
  const { subject, html, text } = welcomeMail("https://shop.test/");
  expect(subject).toBe("Welcome to Bodega");
  for (const form of [html, text]) {
    expect(form).toContain("Welcome.");
    expect(form).toContain("https://shop.test/");
  }
});
