import type { AddressView } from "#kernel/address/address";
import { oneLine } from "./content.rules";

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region" });

/** Returns the lines of a postal address as on a parcel. */
export const addressLines = (address: AddressView) =>
  [
    address.name,
    address.line1,
    address.line2,
    [address.postalCode, address.city].filter(Boolean).join(" "),
    address.region,
    COUNTRIES.of(address.country),
  ]
    .filter((line): line is string => Boolean(line))
    .map(oneLine);
