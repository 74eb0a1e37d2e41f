import { exponentOf, type Money, money, stepMinor } from "#kernel/money";
import type { ChargeLimits } from "#payments/charges.contract";

/**
 * The currencies that Razorpay charges. Their units are those of ISO 4217; the last digit of three decimals
 * is 0, as the shop's steps require.
 * Source: https://razorpay.com/docs/payments/international-payments/#supported-currencies
 */
const CURRENCIES: ReadonlySet<string> = new Set(
  (
    "AED AMD AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BZD CAD CHF CLP CNY COP " +
    "CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD GBP GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR " +
    "ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LKR LRD LSL MAD MDL MGA MKD " +
    "MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PEN PGK PHP PKR PLN PYG " +
    "QAR RON RSD RUB RWF SAR SCR SEK SGD SZL THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VND " +
    "VUV XAF XCD XOF XPF YER ZAR ZMW"
  ).split(" "),
);

/** The currency of UPI and netbanking, which banks in India offer. */
const DOMESTIC = "INR";
const DOMESTIC_METHODS: readonly string[] = ["upi", "netbanking"];

/**
 * The largest number of digits of an amount. Razorpay documents none: each account has its own maximum, which
 * Razorpay answers as a refused request.
 */
const DIGITS_MAX = 10;

/** Returns the smallest amount that Razorpay charges, one unit, and the largest that the shop requests. */
export const limitsOf = (currency: string): ChargeLimits => ({
  minimum: money(10 ** exponentOf(currency), currency),
  maximum: money(10 ** DIGITS_MAX - stepMinor(currency), currency),
});

/** Returns the failure code of an amount that a method cannot charge; undefined for other amounts. */
export const chargeFailure = ({ amount, currency }: Money, method: string) => {
  if (!CURRENCIES.has(currency)) return "currency_invalid";
  if (DOMESTIC_METHODS.includes(method) && currency !== DOMESTIC) return "currency_invalid";
  const { minimum, maximum } = limitsOf(currency);
  if (amount < minimum.amount) return "amount_too_small";
  return amount > maximum.amount ? "amount_too_large" : undefined;
};
