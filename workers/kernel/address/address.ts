import * as z from "zod";
import { CountryCode } from "#kernel/address/countries";
import { normalizedPlace, type Place, placeErrors } from "#kernel/address/postal";
import { Line } from "#kernel/text";

/** The fields of a postal address. Which of them are required depends on the country; see `inItsCountry`. */
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

/**
 * Validates an address by the rules of its country, and replaces a region's name by its code where mail
 * needs it.
 */
export const inItsCountry = <Schema extends z.ZodType<Place>>(schema: Schema) =>
  schema
    .superRefine((address, context) => {
      for (const { field, message, code } of placeErrors(address))
        context.addIssue({
          code: "custom",
          path: [field],
          message,
          params: { code, country: address.country },
        });
    })
    .overwrite((address) => normalizedPlace(address));

/** A postal address of a cart, an order or an address book. */
export const Address = inItsCountry(z.strictObject(ADDRESS_FIELDS)).meta({ id: "AddressInput" });
export type Address = z.infer<typeof Address>;

/**
 * A postal address in a response. The rules of its country are not checked again, because the stored address
 * may be older than the rules, and erasing an account empties all its fields but the country.
 */
export const AddressView = z
  .strictObject({
    name: z.string(),
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string().optional(),
    region: z.string().optional(),
    postalCode: z.string().optional(),
    country: z.string(),
    phone: z.string().optional(),
  })
  .meta({ id: "Address" });
export type AddressView = z.infer<typeof AddressView>;
