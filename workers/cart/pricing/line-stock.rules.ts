import { type Named, nameOf } from "#cart/pricing/line-changes.rules";
import type { CartLine, CartMessage } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { SellableStock } from "#orders/stock.contract";
import { unitsLeft } from "#orders/stock.contract";

type Counted = Pick<SellableVariant, "tracked" | "inventoryPolicy">;

/** Returns the policy of a variant or part for orders beyond its stock. An untracked one has no limit. */
export const policyOf = ({ tracked, inventoryPolicy }: Counted) =>
  tracked ? inventoryPolicy : ("untracked" as const);

/** A variant whose units a line takes, and how many of them for each unit of the line. */
interface Stocked {
  variantId: string;
  quantity: number;
  policy: ReturnType<typeof policyOf>;
}

/** Returns what each unit of a variant takes from stock: itself, or the parts of a bundle. */
const stockedOf = (variant: SellableVariant): Stocked[] =>
  variant.parts.length > 0
    ? variant.parts.map((part) => ({
        variantId: part.variantId,
        quantity: part.quantity,
        policy: policyOf(part),
      }))
    : [{ variantId: variant.variantId, quantity: 1, policy: policyOf(variant) }];

/** Returns how each variant whose stock these variants take is sold beyond that stock. */
export const policiesOf = (variants: readonly SellableVariant[]) =>
  Object.fromEntries(
    variants.flatMap(stockedOf).map(({ variantId, policy }) => [variantId, policy] as const),
  );

const NOTHING_LEFT = { available: 0, backorderLeft: 0, buyerMax: null, preorder: null };
type Level = Pick<SellableStock, keyof typeof NOTHING_LEFT>;

/** A variant whose units a line takes, with its stock and the units that the whole cart takes of it. */
interface StockedLevel extends Stocked {
  level: Level;
  unitsInCart: number;
}

interface CartUnits {
  lines: readonly { variantId: string; quantity: number }[];
  variantById: ReadonlyMap<string, SellableVariant>;
  stock: readonly SellableStock[];
}

/** Returns a function from a variant to the stock that its units take, shared by all lines of a cart. */
export const stockIn = ({ lines, variantById, stock }: CartUnits) => {
  const levels = new Map<string, Level>(stock.map((level) => [level.variantId, level]));
  const demand = new Map<string, number>();
  for (const { variantId, quantity } of lines) {
    const variant = variantById.get(variantId);
    for (const each of variant ? stockedOf(variant) : [])
      demand.set(each.variantId, (demand.get(each.variantId) ?? 0) + each.quantity * quantity);
  }
  return (variant: SellableVariant): StockedLevel[] =>
    stockedOf(variant).map((each) => ({
      ...each,
      level: levels.get(each.variantId) ?? NOTHING_LEFT,
      unitsInCart: demand.get(each.variantId) ?? 0,
    }));
};

const missingOf = (quantity: number, { level, unitsInCart, ...each }: StockedLevel) =>
  each.policy === "untracked"
    ? 0
    : Math.min(quantity, Math.ceil(Math.max(0, unitsInCart - level.available) / each.quantity));

/** Returns what the shopper learns of units that are not in stock: how many, and when a pre-order is released. */
export const laterUnits = (
  quantity: number,
  stocked: readonly StockedLevel[],
): Pick<CartLine, "backordered" | "preorder"> => {
  const missing = Math.max(...stocked.map((each) => missingOf(quantity, each)));
  const releasesMs = stocked.flatMap(({ level, policy }) =>
    level.preorder && policy !== "untracked" ? [level.preorder.until] : [],
  );
  const releases = releasesMs.map((ms) => new Date(ms).toISOString());
  const availableFrom = releases.toSorted().at(-1);
  return {
    ...(missing > 0 ? { backordered: missing } : {}),
    ...(availableFrom === undefined ? {} : { preorder: { availableFrom } }),
  };
};

const stockText = (name: string, available: number) => {
  if (available <= 0) return `${name} is out of stock.`;
  return `Only ${available} of ${name} ${available === 1 ? "is" : "are"} in stock.`;
};

const insufficientStock = (variant: Named, available: number, path: string): CartMessage => ({
  code: "insufficient_stock",
  severity: "warning",
  content: stockText(nameOf(variant), available),
  path: `${path}/quantity`,
  available: Math.max(0, available),
});

const buyerLimit = (variant: Named, max: number, path: string): CartMessage => ({
  code: "buyer_limit_reached",
  severity: "warning",
  content: `A buyer can have at most ${max} of ${nameOf(variant)}.`,
  path: `${path}/quantity`,
  available: max,
});

/** Returns the units of a line for which these units of a part are enough. */
const lineUnitsFrom = (units: number, { quantity }: Stocked) => Math.floor(units / quantity);

/** Returns a message for each bound that the whole cart exceeds. */
export const exceeded = (
  variant: Named,
  stocked: readonly StockedLevel[],
  path: string,
): CartMessage[] => {
  const leftOf = ({ level, policy }: StockedLevel) => unitsLeft(level, policy);
  const isShort = stocked.some((each) => each.unitsInCart > leftOf(each));
  const left = Math.min(...stocked.map((each) => lineUnitsFrom(leftOf(each), each)));
  const maxima = stocked.flatMap((each) => {
    const { buyerMax } = each.level;
    return buyerMax !== null && each.unitsInCart > buyerMax ? [lineUnitsFrom(buyerMax, each)] : [];
  });
  return [
    ...(isShort ? [insufficientStock(variant, left, path)] : []),
    ...(maxima.length > 0 ? [buyerLimit(variant, Math.min(...maxima), path)] : []),
  ];
};
