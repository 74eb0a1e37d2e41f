import { describe, expect, test } from "bun:test";
import { shopAt } from "#workers/notifications/order.testing";
import {
  accountDisabledMail,
  accountEnabledMail,
  accountErasedMail,
  apiKeyCreatedMail,
  apiKeyRevokedMail,
  dataExportedMail,
  passwordChangedMail,
  rolesChangedMail,
  secondFactorsChangedMail,
  sessionReusedMail,
} from "./security.mail";

const MAILS = [
  ["a changed password", passwordChangedMail, "Your password was changed, Ada"],
  ["a reused session token", sessionReusedMail, "We ended one of your sessions, Ada"],
  [
    "changed second factors",
    secondFactorsChangedMail,
    "Your two-step verification settings were changed, Ada",
  ],
  ["a disabled account", accountDisabledMail, "Your account was disabled, Ada"],
  ["an enabled account", accountEnabledMail, "Your account was enabled again, Ada"],
  ["an export of personal data", dataExportedMail, "Your personal data was downloaded, Ada"],
  ["a new API key", apiKeyCreatedMail, "An API key was made with your account, Ada"],
  ["a revoked API key", apiKeyRevokedMail, "An API key that you made was revoked, Ada"],
  ["changed roles", rolesChangedMail, "The roles of your account were changed, Ada"],
] as const;
const contact = (name: string) => ({
  ...{ userId: "usr_1", email: "ada@example.test", name },
  smsPhone: null,
});

describe.each(MAILS)("the mail about %s", (_, render, happened) => {
  test("says first what happened, and then what the owner can do", () => {
    const { html, text } = render(contact("Ada"), shopAt("https://shop.test"));
    expect(html).toContain(happened);
    expect(text.split("\n")[0]).toBe(happened);
    expect(text).toMatch(/reply to this mail|choose a new password/);
  });

  test("leaves out a name that is not verified", () => {
    const { text } = render({ ...contact(""), name: null }, shopAt("https://shop.test"));
    expect(text.split("\n")[0]).toBe(happened.replace(", Ada", ""));
  });

  test("links only to the storefront", () => {
    const { html } = render(contact("Ada"), shopAt("https://shop.test"));
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => new URL(url ?? "").origin);
    expect(new Set(links)).toEqual(new Set(["https://shop.test"]));
  });

  test("does not let a name add a header or an element", () => {
    const name = "Ada</h1><script>alert(1)</script>\r\nBcc: all@example.test";
    const { subject, html, text } = render(contact(name), shopAt("https://shop.test"));
    expect(html).not.toContain("<script");
    expect(subject + text).not.toContain("\r");
    expect(subject).not.toContain("Ada");
  });
});

test("says after an erasure which data is kept", () => {
  const { subject, text } = accountErasedMail(shopAt("https://shop.test"));
  expect(subject).toBe("Your account was deleted");
  expect(text).toContain("number, goods, prices and taxes");
  expect(text).toContain("cannot be restored");
});
