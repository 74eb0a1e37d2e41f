import fc from "fast-check";

interface CurrencyFacts {
  /** Decimals of ISO 4217. */
  decimals: number;
  /** The smallest step of a price that every provider can charge. Source: https://docs.stripe.com/currencies */
  stepMinor: number;
}

export const CURRENCIES: Record<string, CurrencyFacts> = {
  EUR: { decimals: 2, stepMinor: 1 },
  INR: { decimals: 2, stepMinor: 1 },
  JPY: { decimals: 0, stepMinor: 1 },
  RWF: { decimals: 0, stepMinor: 1 },
  KWD: { decimals: 3, stepMinor: 10 },
};

const factsOf = (currency: string): CurrencyFacts => {
  const facts = CURRENCIES[currency];
  if (!facts) throw new Error(`No facts about ${currency}`);
  return facts;
};

/** A price before its currency is known: its number of steps, and how its text is written. */
export interface PriceDraft {
  steps: number;
  form: "full" | "short" | "blanks";
}

export const price: fc.Arbitrary<PriceDraft> = fc.record({
  steps: fc.oneof(fc.nat(100_000), fc.constantFrom(0, 1, 990, 99_999_999)),
  form: fc.constantFrom("full", "short", "blanks"),
});

/** Returns the price in minor units: whole steps, so that it can be charged. */
export const priceMinor = ({ steps }: PriceDraft, currency: string) =>
  steps * factsOf(currency).stepMinor;

/**
 * Returns a compare-at price in minor units. It is shown and never charged, so it need not be a
 * whole step.
 */
export const compareAtMinor = ({ steps }: PriceDraft) => steps;

/** Returns an amount as a cell: "12.50", "12.5" or " 12.50 ". */
export const amountText = (minor: number, form: PriceDraft["form"], currency: string) => {
  const { decimals } = factsOf(currency);
  const digits = String(minor).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  const full = decimals === 0 ? whole : `${whole}.${fraction}`;
  if (form === "blanks") return ` ${full} `;
  return form === "short" && decimals > 0 ? full.replace(/\.?0+$/, "") : full;
};

/** Cells that are not an amount in any currency. */
const NO_AMOUNTS = [
  ...["-", "—", "n/a", "cheap", "-5", "-5.00", "1e3", "0x10", "1,234.50", "9,99", "1 234", "1.2.3"],
  ...[
    "€5",
    "5 EUR",
    "NaN",
    "Infinity",
    "١٢",
    "１２",
    "½",
    "99999999999999999999",
    "0.00001",
    "null",
  ],
];
/** Cells with more decimals than the currency has. */
const TOO_FINE: Record<number, string[]> = {
  0: ["9.99", "0.5"],
  2: ["9.999", "0.001"],
  3: ["1.0001"],
};
/** Cells of amounts between two chargeable steps. */
const BETWEEN_STEPS: Record<string, string[]> = { KWD: ["10.001", "0.005", "1.999"] };

/** Raises the chance of forms of one currency, because few files use it. */
const often = (texts: readonly string[] = []) => Array<readonly string[]>(6).fill(texts).flat();

/** Returns cells that are not an amount of the currency. */
export const noAmounts = (currency: string): string[] => [
  ...NO_AMOUNTS,
  ...often(TOO_FINE[factsOf(currency).decimals]),
];

/** Returns cells that are not a price in the currency. */
export const noPrices = (currency: string): string[] => [
  ...noAmounts(currency),
  ...often(BETWEEN_STEPS[currency]),
];

/** Cells of units in stock, with the units for sale: a negative number counts as none. */
export const QUANTITIES: readonly (readonly [text: string, units: number])[] = [
  ...([
    ["5", 5],
    ["1", 1],
    [" 7 ", 7],
    ["1000", 1000],
  ] as const),
  ...([
    ["", 0],
    ["0", 0],
    ["-3", 0],
  ] as const),
];

/** Cells that are not a number of units. */
export const NO_QUANTITIES = [
  ...["-", "—", "five", "1.5", "1e3", "0x10", "1,000", "NaN", "١٢", "５", "--3", "n/a", "∞"],
];
