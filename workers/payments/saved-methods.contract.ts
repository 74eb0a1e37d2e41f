import * as z from "zod";

/** A card that the provider keeps for an account. Its id is a token for later payments of the account. */
export const SavedMethod = z
  .strictObject({
    id: z.string(),
    brand: z.string(),
    last4: z.string(),
    expMonth: z.int(),
    expYear: z.int(),
  })
  .meta({ id: "SavedMethod" });
export type SavedMethod = z.infer<typeof SavedMethod>;
