import type { AddressView } from "#kernel/address/address";
import { postalLines } from "#kernel/address/postal-lines";
import { oneLine } from "./content.rules";

/** Returns the lines of a postal address as on a parcel. */
export const addressLines = (address: AddressView) =>
  [address.name, ...postalLines(address)].filter(Boolean).map(oneLine);
