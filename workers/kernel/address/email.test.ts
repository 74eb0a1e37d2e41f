import { describe, expect, test } from "bun:test";
import { Email } from "./email";

describe("the schema of e-mail addresses", () => {
  test.each([
    ["kunde@münchen.example", "kunde@xn--mnchen-3ya.example"],
    ["kunde@xn--e1afmkfd.xn--p1ai", "kunde@xn--e1afmkfd.xn--p1ai"],
    ["покупатель@пример.рф", "покупатель@xn--e1afmkfd.xn--p1ai"],
    ["b&b@example.com", "b&b@example.com"],
    ["a=b@example.com", "a=b@example.com"],
    ["sales/north@example.com", "sales/north@example.com"],
    ["room#4@example.com", "room#4@example.com"],
    ["ada+shop@mail.example.co.uk", "ada+shop@mail.example.co.uk"],
    ["用户@例子。中国", "用户@xn--fsqu00a.xn--fiqs8s"],
    ["用户@例子．中国", "用户@xn--fsqu00a.xn--fiqs8s"],
    ["o'hara@straße.example", "o'hara@xn--strae-oqa.example"],
    ["१२३@डाटामेल.भारत", "१२३@xn--c2bd4bq1db8d.xn--h2brj9c"],
    ["  Ada@Example.COM ", "ada@example.com"],
    ["ÉLODIE@example.com", "élodie@example.com"],
    ["e\u0301lodie@example.com", "élodie@example.com"],
    ["ПОКУПАТЕЛЬ@ПРИМЕР.РФ", "покупатель@xn--e1afmkfd.xn--p1ai"],
    [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
  ])("accepts the e-mail address %s as %s", (written, kept) => {
    expect(Email.parse(written)).toBe(kept);
  });

  test.each([
    "a..b@example.com",
    ".a@example.com",
    "a.@example.com",
    "a@-example.com",
    "a@example-.com",
    "a@example",
    "a b@example.com",
    "a@exa_mple.com",
    "a@exa mple.com",
    "a@b@example.com",
    "a@example.com.",
    "a@127.0.0.1",
    "a@0x7f.1",
    "a@[127.0.0.1]",
    "a@example.com/x",
    "a@example.com:25",
    "a@example.com?x",
    "a@ex%61mple.com",
    '"a b"@example.com',
    "a,b@example.com",
    "Ada <ada@example.com>",
    "a\u0000@example.com",
    "a\u202eb@example.com",
    "l\u0435na@example.com",
    "\u03b1da@example.com",
    "a\r\nBcc: b@example.com",
    "\ud800@example.com",
    "@example.com",
    "a@",
    "",
    `${"a".repeat(65)}@example.com`,
    `${"é".repeat(33)}@example.com`,
    `a@${"b".repeat(64)}.com`,
    `a@${`${"b".repeat(60)}.`.repeat(5)}com`,
  ])("refuses the e-mail address %p", (written) => {
    expect(Email.safeParse(written).success).toBe(false);
  });

  test("does not change an e-mail address that is canonical already", () => {
    for (const written of ["ΟΔΟΣ@παράδειγμα.ελ", "İPEK@örnek.example", "покупатель@пример.рф"]) {
      const kept = Email.parse(written);
      expect(Email.parse(kept)).toBe(kept);
    }
  });
});
