import { describe, expect, test } from "bun:test";
import type { ChallengeMail } from "#contract/users";
import { shopAt } from "#workers/notifications/order.testing";
import {
  emailChangeConfirmMail,
  emailChangedMail,
  emailChangeNoticeMail,
  resetPasswordMail,
  signInCodeMail,
  verifyEmailMail,
} from "./challenge.mail";

const TOKEN = "nFo0mTqyZ1Ud0J0vZ8mY2xq7cHlAqfZQm0kXv1bT3sE";
const challenge = (change: Partial<ChallengeMail> = {}): ChallengeMail => ({
  purpose: "reset_password",
  email: "ada@example.test",
  name: "Ada",
  formerEmail: null,
  secret: TOKEN,
  smsPhone: null,
  expiresAt: "2026-11-22T10:30:00.000Z",
  ...change,
});

describe("a link", () => {
  test.each([
    ["verification", verifyEmailMail, "account/verify"],
    ["password reset", resetPasswordMail, "account/reset"],
    ["change of address", emailChangeConfirmMail, "account/email"],
  ] as const)("of a %s leads to its page of the configured storefront", (_, render, page) => {
    for (const storefront of ["https://shop.test", "https://shop.test/"]) {
      const { html, text } = render(challenge(), shopAt(storefront));
      for (const form of [html, text]) expect(form).toContain(`${page}?token=${TOKEN}`);
      expect(text).toContain(`https://shop.test/${page}?token=`);
    }
  });

  test("keeps the path of the storefront's address", () => {
    const { text } = verifyEmailMail(challenge(), shopAt("https://example.test/shop"));
    expect(text).toContain("https://example.test/shop/account/verify?token=");
  });
});

test.each([
  ["requested", emailChangeNoticeMail],
  ["completed", emailChangedMail],
] as const)("leaves the token out of the notice of a %s change", (_, render) => {
  const { html, text } = render(
    challenge({ formerEmail: "old@example.test" }),
    shopAt("https://shop.test"),
  );
  expect(html + text).not.toContain(TOKEN);
});

test("shows a sign-in code first in the subject, and says that the shop never asks for it", () => {
  const { subject, html, text } = signInCodeMail(
    challenge({ secret: "042137" }),
    shopAt("https://s.test"),
  );
  expect(subject).toBe("042137 is your sign-in code");
  for (const form of [html, text]) expect(form).toContain("042137");
  expect(text).toContain("We never ask for this code");
});

test("leaves the name out of mails to unverified addresses", () => {
  for (const render of [verifyEmailMail, emailChangeConfirmMail]) {
    const { html, text } = render(challenge({ name: "You have won" }), shopAt("https://shop.test"));
    expect(html + text).not.toContain("You have won");
  }
});
