import type { CartMessage, CartPatch } from "#contract/cart";
import { AppError } from "#kernel/errors";

/** The countries that the shop delivers to; null for all. */
export type ServedCountries = readonly string[] | null;

const isServed = (country: string, served: ServedCountries) =>
  served === null || served.includes(country);

/** A country of a request, with its JSON pointer. */
interface GivenCountry {
  country: string;
  pointer: string;
}

/** Returns the destination countries in the body of a new cart or of a patch. */
export const countriesIn = ({ country, shippingAddress }: CartPatch): GivenCountry[] =>
  [
    { country, pointer: "/country" },
    { country: shippingAddress?.country, pointer: "/shippingAddress/country" },
  ].filter((given): given is GivenCountry => given.country !== undefined);

/** Returns the error of the countries that the shop does not deliver to; undefined if it delivers to all. */
export const unservedIn = (given: readonly GivenCountry[], served: ServedCountries) => {
  const errors = given
    .filter(({ country }) => !isServed(country, served))
    .map(({ pointer }) => ({
      pointer,
      code: "country_not_served",
      message: "Must be a country that the shop delivers to.",
      allowed: served,
    }));
  return errors.length > 0 ? new AppError("country_not_served", undefined, { errors }) : undefined;
};

/** Returns a message that blocks the order if the shop no longer delivers to the cart's country. */
export const deliveryMessages = (country: string, served: ServedCountries): CartMessage[] =>
  isServed(country, served)
    ? []
    : [
        {
          code: "country_not_served",
          severity: "error",
          content: "We do not deliver to this country. Please choose another one.",
          path: "/country",
        },
      ];
