import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";

/** What staff set of a location. */
export interface LocationFields {
  name: string;
  country: string | null;
  region: string | null;
  postalCode: string | null;
  city: string | null;
  line1: string | null;
  priority: number;
  isActive: boolean;
  fulfilsOnline: boolean;
  offersPickup: boolean;
}

export interface LocationRow extends LocationFields {
  id: string;
  version: number;
  createdAt: number;
  updatedAt: number;
}

/** Returns a location as staff see it. */
export const locationView = ({ version: _, createdAt, updatedAt, ...row }: LocationRow) => ({
  ...row,
  isDefault: row.id === DEFAULT_LOCATION_ID,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

const sells = ({ isActive, fulfilsOnline }: LocationFields) => isActive && fulfilsOnline;

/** Returns whether a change lets the orders of the storefront take the location's stock, or stops them. */
export const changesSourcing = (before: LocationFields, after: LocationFields) =>
  sells(before) !== sells(after);
