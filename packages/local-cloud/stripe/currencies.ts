/**
 * The currencies that Stripe charges in: its presentment currencies, and those with three decimals that accounts
 * in some countries have. The order is that of Stripe's error message. Source of this file:
 * https://docs.stripe.com/currencies
 */
export const CURRENCIES = (
  "usd aed afn amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad " +
  "cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd " +
  "hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl " +
  "mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php " +
  "pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle srd szl thb tjs tnd try ttd twd tzs " +
  "uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw"
).split(" ");

const KNOWN = new Set(CURRENCIES);

export const isCurrency = (code: string) => KNOWN.has(code);

/** Stripe's list also contains UGX. Amounts in UGX, as in ISK, nevertheless have two decimals. */
const NO_DECIMALS = new Set(
  "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "),
);
const THREE_DECIMALS = new Set("bhd jod kwd omr tnd".split(" "));
const WHOLE_UNITS_ONLY = new Set(["isk", "ugx"]);

/** Returns the number of decimals in Stripe's amounts. */
const decimalsOf = (currency: string) => {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
};

/** Returns the number of which an amount must be a multiple. */
export const multipleOf = (currency: string) => {
  if (THREE_DECIMALS.has(currency)) return 10;
  return WHOLE_UNITS_ONLY.has(currency) ? 100 : 1;
};

/** The minimum charge of each currency, in whole currency units. */
const MINIMUMS: Partial<Record<string, number>> = {
  usd: 0.5,
  aed: 2,
  ars: 0.5,
  aud: 0.5,
  brl: 0.5,
  cad: 0.5,
  chf: 0.5,
  cop: 0.5,
  czk: 15,
  dkk: 2.5,
  eur: 0.5,
  gbp: 0.3,
  hkd: 4,
  huf: 175,
  idr: 0.5,
  ils: 0.5,
  inr: 0.5,
  jpy: 50,
  krw: 50,
  mxn: 10,
  myr: 2,
  nok: 3,
  nzd: 0.5,
  php: 0.5,
  pln: 2,
  ron: 2,
  rub: 0.5,
  sek: 3,
  sgd: 0.5,
  thb: 10,
  zar: 0.5,
};

/**
 * Returns the minimum charge, or 1 if Stripe lists none. The real Stripe converts to the account's currency
 * first.
 */
export const minimumOf = (currency: string) =>
  Math.round((MINIMUMS[currency] ?? 0) * 10 ** decimalsOf(currency)) || 1;

const DIGITS: Partial<Record<string, number>> = { cop: 10, idr: 12, inr: 9 };

/** Returns the maximum charge. */
export const maximumOf = (currency: string) => 10 ** (DIGITS[currency] ?? 8) - 1;

/** Formats an amount as Stripe's messages do: `$25.00`. */
export const spellAmount = (amount: number, currency: string) => {
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount / 10 ** decimals);
};
