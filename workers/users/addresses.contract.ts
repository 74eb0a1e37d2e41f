import * as z from "zod";
import { ADDRESS_FIELDS, inItsCountry } from "#kernel/address/address";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

/**
 * Whether an address is the default for shipping or billing. An address book has at most one default of
 * each kind.
 */
const Defaults = {
  isDefaultShipping: z.boolean().optional(),
  isDefaultBilling: z.boolean().optional(),
};

/**
 * A new address. The first address of an address book becomes both defaults unless the request says
 * otherwise.
 */
export const NewAddress = inItsCountry(z.strictObject({ ...ADDRESS_FIELDS, ...Defaults }));
export type NewAddress = z.infer<typeof NewAddress>;

/**
 * A change of an address: an omitted field stays unchanged, null clears an optional field. The changed
 * address must satisfy the rules of its country.
 */
export const AddressPatch = z.strictObject({
  ...z.object(ADDRESS_FIELDS).partial().shape,
  ...Defaults,
  line2: Line(200).nullable().optional(),
  city: Line(100).nullable().optional(),
  region: Line(100).nullable().optional(),
  postalCode: Line(20).nullable().optional(),
  phone: Line(40).nullable().optional(),
});
export type AddressPatch = z.infer<typeof AddressPatch>;

/** An address in an address book. It may be older than the current rules of its country. */
export const AddressView = z
  .strictObject({
    id: Id("address"),
    ...ADDRESS_FIELDS,
    isDefaultShipping: z.boolean(),
    isDefaultBilling: z.boolean(),
  })
  .meta({ id: "BookAddress" });
export type AddressView = z.infer<typeof AddressView>;
