import { expect, test } from "bun:test";
import { mailboxOf } from "./content.rules";

test.each([
  ["Corner Shop", "Corner Shop <hello@shop.test>"],
  ["Ægir & Søn", "Ægir & Søn <hello@shop.test>"],
  ["Lantern, Loom", '"Lantern, Loom" <hello@shop.test>'],
  ['The "Best" \\ Shop', '"The \\"Best\\" \\\\ Shop" <hello@shop.test>'],
  ["Shop <other@shop.test>", '"Shop other@shop.test" <hello@shop.test>'],
  ["Shop\r\nBcc: all@shop.test", '"Shop Bcc: all@shop.test" <hello@shop.test>'],
])("writes the sender %p", (name, mailbox) =>
  expect(mailboxOf({ name, email: "hello@shop.test" })).toBe(mailbox),
);
