import { invalidField } from "./refusal";

// Source: https://razorpay.com/docs/payments/international-payments/#supported-currencies

const TWO_DECIMALS =
  "AED ALL AMD AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BZD CAD CHF CNY COP " +
  "CRC CUP CVE CZK DKK DOP DZD EGP ETB EUR FJD GBP GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF " +
  "IDR ILS INR JMD KES KGS KHR KYD KZT LAK LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR " +
  "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SCR SEK " +
  "SGD SLL SOS SVC SZL THB TRY TTD TWD TZS UAH USD UYU UZS XCD YER ZAR ZMW";
const WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const THREE_DECIMALS = "BHD IQD JOD KWD OMR TND";

const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...TWO_DECIMALS.split(" ").map((code) => [code, 2] as const),
  ...WITHOUT_DECIMALS.split(" ").map((code) => [code, 0] as const),
  ...THREE_DECIMALS.split(" ").map((code) => [code, 3] as const),
]);

/** Returns the decimals of a currency; undefined if Razorpay does not support it. */
export const decimalsIn = (currency: string) => DECIMALS.get(currency);

const decimalsOf = (currency: string) => DECIMALS.get(currency) ?? 2;

/** Returns an amount for display, such as "INR 25.00". */
export const spellAmount = (amount: number, currency: string) =>
  `${currency} ${(amount / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))}`;

/** Throws Razorpay's error if an amount is below one unit of its currency, or finer than hundredths. */
export const checkAmount = (amount: number, currency: string) => {
  if (!DECIMALS.has(currency)) throw invalidField("currency", "Currency is not supported");
  const least = 10 ** decimalsOf(currency);
  if (amount < least)
    throw invalidField("amount", `The amount must be at least ${spellAmount(least, currency)}`);
  if (decimalsOf(currency) === 3 && amount % 10 !== 0)
    throw invalidField("amount", `The last digit of an amount in ${currency} must be 0`);
};
