import { describe, expect, test } from "bun:test";
import {
  accountDisabledMail,
  accountEnabledMail,
  accountErasedMail,
  passwordChangedMail,
  rolesChangedMail,
  secondFactorsChangedMail,
  sessionReusedMail,
} from "./security";

const LETTERS = [
  ["a new password", passwordChangedMail],
  ["a stolen session", sessionReusedMail],
  ["other second steps", secondFactorsChangedMail],
  ["a closed account", accountDisabledMail],
  ["an open one", accountEnabledMail],
  ["other roles", rolesChangedMail],
] as const;
const contact = (name: string) => ({ userId: "usr_1", email: "ada@example.test", name });

describe.each(LETTERS)("the letter about %s", (_, write) => {
  test("greets by name and says what to do if it was somebody else", () => {
    const { html, text } = write(contact("Ada"), "https://shop.test");
    for (const form of [html, text]) expect(form).toContain(", Ada");
    expect(text).toMatch(/answer this mail|choose a new password/);
  });

  test("holds no link to be phished by but the shop's own", () => {
    const { html } = write(contact("Ada"), "https://shop.test");
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => new URL(url ?? "").origin);
    expect(new Set(links)).toEqual(new Set(["https://shop.test"]));
  });

  test("lets a name be a name: no element, no header", () => {
    const name = "Ada</h1><script>alert(1)</script>\r\nBcc: all@example.test";
    const { subject, html, text } = write(contact(name), "https://shop.test");
    expect(html).not.toContain("<script");
    expect(subject + text).not.toContain("\r");
    expect(subject).not.toContain("Ada");
  });
});

test("the last letter says what is kept, and names nobody", () => {
  const { subject, text } = accountErasedMail("https://shop.test");
  expect(subject).toBe("Your account is gone");
  expect(text).toContain("number, goods, prices and taxes");
  expect(text).toContain("cannot be brought back");
});
