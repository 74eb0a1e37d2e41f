import { expect, test } from "bun:test";
import { mailboxOf } from "./mailbox.rules";

test.each([
  ["ada+shop@example.com", "ada@example.com"],
  ["ada+a+b@example.com", "ada@example.com"],
  ["+ada@example.com", "+ada@example.com"],
  ["a.da@example.com", "a.da@example.com"],
  ["a.d.a+x@gmail.com", "ada@gmail.com"],
  ["a.da@googlemail.com", "ada@gmail.com"],
])("counts the e-mail address %s for the mailbox %s", (email, mailbox) =>
  expect(mailboxOf(email)).toBe(mailbox),
);
