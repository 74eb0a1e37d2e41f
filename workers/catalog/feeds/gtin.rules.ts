const LENGTHS = new Set([8, 12, 13, 14]);

/** The prefixes of numbers that identify no product worldwide: of shops' own numbers (02, 04, 2) and coupons (98, 99). */
const NOT_GLOBAL = /^(0[24]|2|9[89])/;

/** Returns whether the last digit is the check digit of the others (GS1 General Specifications, 7.9). */
const hasCheckDigit = (digits: string) => {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
};

/**
 * Returns whether a barcode is a Global Trade Item Number as Google accepts it.
 * https://support.google.com/merchants/answer/6324461
 */
export const isGtin = (barcode: string) =>
  /^\d+$/.test(barcode) &&
  LENGTHS.has(barcode.length) &&
  hasCheckDigit(barcode) &&
  !NOT_GLOBAL.test(barcode.padStart(14, "0").slice(1));
