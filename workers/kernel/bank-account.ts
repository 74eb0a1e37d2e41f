import * as z from "zod";

/** A country, two check digits, and at most 30 other characters: ISO 13616. */
const IBAN = /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/;
/** The number of an account in a country without IBANs. */
const NATIONAL_NUMBER = /^\d{4,20}$/;

export const isIban = (accountNumber: string) => IBAN.test(accountNumber);

/** Whether the check digits of an IBAN fit the rest: read as one number, its remainder by 97 is 1. */
const hasCheckDigits = (iban: string) => {
  const rotated = iban.slice(4) + iban.slice(0, 4);
  // A letter counts as two digits, from A = 10 to Z = 35.
  const digits = rotated.replace(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36)));
  return BigInt(digits) % 97n === 1n;
};

const isAccountNumber = (text: string) =>
  isIban(text) ? hasCheckDigits(text) : NATIONAL_NUMBER.test(text);

/** The schema of an account number, which drops spaces and hyphens. */
export const AccountNumber = z
  .string()
  .max(60)
  .overwrite((text) => text.replace(/[\s-]/g, "").toUpperCase())
  .refine(isAccountNumber, {
    error: "must be an IBAN whose check digits fit, or 4 to 20 digits",
    params: { code: "invalid_account_number" },
  });

/** Returns an account number as people read it: an IBAN in groups of four characters. */
export const shownAccountNumber = (accountNumber: string) =>
  isIban(accountNumber) ? accountNumber.replace(/.{4}(?=.)/g, "$& ") : accountNumber;
