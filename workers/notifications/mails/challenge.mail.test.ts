import { describe, expect, test } from "bun:test";
import type { ChallengeMail } from "#contract/users";
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
  ...{ purpose: "reset_password", email: "ada@example.test", name: "Ada", formerEmail: null },
  ...{ secret: TOKEN, expiresAt: "2026-11-22T10:30:00.000Z", ...change },
});

describe("a link", () => {
  test.each([
    ["verifies", verifyEmailMail, "account/verify"],
    ["resets", resetPasswordMail, "account/reset"],
    ["moves", emailChangeConfirmMail, "account/email"],
  ] as const)("that %s leads to its page of the configured storefront", (_, write, page) => {
    for (const storefront of ["https://shop.test", "https://shop.test/"]) {
      const { html, text } = write(challenge(), storefront);
      for (const form of [html, text]) expect(form).toContain(`${page}?token=${TOKEN}`);
      expect(text).toContain(`https://shop.test/${page}?token=`);
    }
  });

  test("stays in the folder of a storefront that is in one", () => {
    const { text } = verifyEmailMail(challenge(), "https://example.test/shop");
    expect(text).toContain("https://example.test/shop/account/verify?token=");
  });
});

test.each([
  ["that an address is about to move", emailChangeNoticeMail],
  ["that it has moved", emailChangedMail],
] as const)("a notice %s holds no link by which it could be done", (_, write) => {
  const { html, text } = write(challenge({ formerEmail: "old@example.test" }), "https://shop.test");
  expect(html + text).not.toContain(TOKEN);
});

test("a code is what an inbox shows first, and is never asked for", () => {
  const { subject, html, text } = signInCodeMail(challenge({ secret: "042137" }), "https://s.test");
  expect(subject).toBe("042137 is your code");
  for (const form of [html, text]) expect(form).toContain("042137");
  expect(text).toContain("We never ask for this code");
});

test("an address that nobody has proved reads no name that somebody else has chosen for it", () => {
  for (const write of [verifyEmailMail, emailChangeConfirmMail]) {
    const { html, text } = write(challenge({ name: "You have won" }), "https://shop.test");
    expect(html + text).not.toContain("You have won");
  }
});
