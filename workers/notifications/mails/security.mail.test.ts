import { describe, expect, test } from "bun:test";
import {
  accountDisabledMail,
  accountEnabledMail,
  accountErasedMail,
  dataExportedMail,
  passwordChangedMail,
  rolesChangedMail,
  secondFactorsChangedMail,
  sessionReusedMail,
} from "./security.mail";

const LETTERS = [
  ["a new password", passwordChangedMail, "Your password was changed, Ada"],
  ["a stolen session", sessionReusedMail, "We ended a session of yours, Ada"],
  ["other second steps", secondFactorsChangedMail, "Your second step has changed, Ada"],
  ["a closed account", accountDisabledMail, "Your account is closed, Ada"],
  ["an open one", accountEnabledMail, "Your account is open again, Ada"],
  ["a copy of personal data", dataExportedMail, "Your personal data was downloaded, Ada"],
  ["other roles", rolesChangedMail, "Your role has changed, Ada"],
] as const;
const contact = (name: string) => ({ userId: "usr_1", email: "ada@example.test", name });

describe.each(LETTERS)("the letter about %s", (_, write, happened) => {
  test("begins with what has happened, and says what to do if it was somebody else", () => {
    const { html, text } = write(contact("Ada"), "https://shop.test");
    expect(html).toContain(happened);
    expect(text.split("\n")[0]).toBe(happened);
    expect(text).toMatch(/answer this mail|choose a new password/);
  });

  test("greets nobody by a name that nobody has proved", () => {
    const { text } = write({ ...contact(""), name: null }, "https://shop.test");
    expect(text.split("\n")[0]).toBe(happened.replace(", Ada", ""));
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
