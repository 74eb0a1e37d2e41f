import type { Placement } from "#contract/orders";
import { demandOf } from "#orders/order/demand.rules";
import type { SellableStock, SourceLocation } from "#orders/stock.contract";

type Place = Placement["shippingAddress"];

const byPriority = (a: SourceLocation, b: SourceLocation) =>
  a.priority - b.priority || (a.id < b.id ? -1 : 1);

const folded = (text: string | null | undefined) =>
  (text ?? "").normalize("NFKC").toLowerCase().replaceAll(/\s/g, "");

/** Returns how many first characters of two postal codes are equal. */
const commonPrefix = (a: string, b: string) => {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return length;
};

/** Returns how near a location is to an address: by country, then region, then postal code. Larger is nearer. */
const nearness = (location: SourceLocation, place: Place) => {
  if (location.country !== place?.country) return 0;
  const [region, other] = [folded(location.region), folded(place.region)];
  const sameRegion = region !== "" && region === other;
  const prefix = commonPrefix(folded(location.postalCode), folded(place.postalCode));
  return 1 + (sameRegion ? 100 : 0) + prefix;
};

/** Above this number of locations, the fewest that have all units are not looked for among all combinations. */
const COMBINED_MAX = 10;

/** Returns each combination of locations, the smaller ones first and of equal ones those of higher priority. */
const combinations = (locations: readonly SourceLocation[]) =>
  Array.from({ length: 2 ** locations.length - 1 }, (_, bits) =>
    locations.filter((_location, index) => ((bits + 1) >> index) & 1),
  ).sort((a, b) => a.length - b.length);

/** Returns the fewest locations that together have all units; none if no combination has them. */
const fewest = (
  locations: readonly SourceLocation[],
  demand: ReadonlyMap<string, number>,
  stock: readonly SellableStock[],
) => {
  const unitsAt = (variantId: string) =>
    new Map(
      stock
        .find((level) => level.variantId === variantId)
        ?.locations.map(({ locationId, available }) => [locationId, available]),
    );
  const wanted = Array.from(demand, ([variantId, quantity]) => ({
    quantity,
    units: unitsAt(variantId),
  }));
  const hasAll = (chosen: readonly SourceLocation[]) =>
    wanted.every(
      ({ quantity, units }) =>
        chosen.reduce((sum, { id }) => sum + (units.get(id) ?? 0), 0) >= quantity,
    );
  return combinations(locations.slice(0, COMBINED_MAX)).find(hasAll) ?? [];
};

/**
 * Returns the ids of locations in the order in which an order takes their stock. The batch that places the order takes
 * what they have at that moment, so an old ranking costs at most a parcel more.
 */
export const rankOf = ({ sourcing, shippingAddress, lines }: Placement): string[] => {
  if (!sourcing) return [];
  const locations = sourcing.locations.toSorted(byPriority);
  const nearest = locations.toSorted(
    (a, b) => nearness(b, shippingAddress) - nearness(a, shippingAddress),
  );
  const ranked =
    sourcing.rule === "nearest"
      ? nearest
      : sourcing.rule === "fewest_parcels"
        ? fewest(locations, demandOf(lines), sourcing.stock)
        : locations;
  return ranked.map(({ id }) => id);
};
