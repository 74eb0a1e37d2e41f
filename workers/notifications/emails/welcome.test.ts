import { expect, test } from "bun:test";
import { welcomeMail } from "./welcome";

test("it greets by name and leads into the shop, in HTML and in text", () => {
  const { subject, html, text } = welcomeMail({ name: "Ada", storefrontUrl: "https://shop.test/" });
  expect(subject).toBe("Welcome to Bodega");
  for (const form of [html, text]) {
    expect(form).toContain("Welcome, Ada.");
    expect(form).toContain("https://shop.test/");
  }
});

test("a name stays a name", () => {
  const name = `Ada</h1><script>alert(1)</script>\r\nBcc: all@example.test`;
  const { html, text } = welcomeMail({ name, storefrontUrl: "https://shop.test/" });
  expect(html).not.toContain("<script");
  expect(text).not.toContain("\r");
  expect(text.split("\n")[0]).toBe(
    "Welcome, Ada</h1><script>alert(1)</script> Bcc: all@example.test.",
  );
});
