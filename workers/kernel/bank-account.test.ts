import { expect, test } from "bun:test";
import { AccountNumber, isIban, shownAccountNumber } from "./bank-account";

test.each([
  ["DE89 3704 0044 0532 0130 00", "DE89370400440532013000"],
  ["gb29nwbk60161331926819", "GB29NWBK60161331926819"],
  ["MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"],
  ["NO93 8601-1117947", "NO9386011117947"],
  ["0123-4567 89", "0123456789"],
])("accepts the account number %s", (written, accountNumber) => {
  expect(AccountNumber.parse(written)).toBe(accountNumber);
});

test.each([
  ["a wrong digit", "DE89370400440532013001"],
  ["two exchanged digits", "DE89370400440523013000"],
  ["a missing digit", "DE8937040044053201300"],
  ["too few digits", "123"],
  ["other letters", "12AB5678"],
  ["nothing", " "],
])("refuses an account number with %s", (_, written) => {
  expect(AccountNumber.safeParse(written).success).toBe(false);
});

test("shows an IBAN in groups of four, and other numbers as they are", () => {
  expect(shownAccountNumber("DE89370400440532013000")).toBe("DE89 3704 0044 0532 0130 00");
  expect(shownAccountNumber("NO9386011117947")).toBe("NO93 8601 1117 947");
  expect(shownAccountNumber("0123456789")).toBe("0123456789");
  expect(isIban("0123456789")).toBe(false);
});
