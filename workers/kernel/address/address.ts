import { z } from "zod";
import { CountryCode, normalizedPlace, type Place, placeErrors } from "#kernel/address/postal";
import { Line } from "#kernel/text";

/** The fields of a postal address; `inItsCountry` says which of them a country requires. */
export const ADDRESS_FIELDS = {
  name: Line(200),
  line1: Line(200),
  line2: Line(200).optional(),
  city: Line(100).optional(),
  region: Line(100).optional(),
  postalCode: Line(20).optional(),
  country: CountryCode,
  phone: Line(40).optional(),
};

/** Holds an address to the rules of its country, and keeps a region that mail needs by its code. */
export const inItsCountry = <Schema extends z.ZodType<Place>>(schema: Schema) =>
  schema
    .superRefine((address, context) => {
      for (const { field, message } of placeErrors(address))
        context.addIssue({ code: "custom", path: [field], message });
    })
    .overwrite((address) => normalizedPlace(address));

/** A postal address, as carts, orders and address books hold it. */
export const Address = inItsCountry(z.strictObject(ADDRESS_FIELDS));
export type Address = z.infer<typeof Address>;
