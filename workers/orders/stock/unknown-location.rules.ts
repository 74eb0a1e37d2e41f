import { AppError } from "#kernel/errors";

/** Returns the error for a `locationId` that names no location. */
export const unknownLocation = () => {
  const message = "Must be a location of this shop.";
  return new AppError("location_unknown", undefined, {
    errors: [{ pointer: "/locationId", code: "location_unknown", message }],
  });
};
