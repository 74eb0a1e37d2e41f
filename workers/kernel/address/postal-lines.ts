import type { AddressView } from "./address";

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region" });

/** Returns the lines of a postal address below the name, as on a parcel. */
export const postalLines = (address: AddressView): string[] =>
  [
    address.line1,
    address.line2,
    [address.postalCode, address.city].filter(Boolean).join(" "),
    address.region,
    COUNTRIES.of(address.country),
  ].filter((line): line is string => Boolean(line?.trim()));
