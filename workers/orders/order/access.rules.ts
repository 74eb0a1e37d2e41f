import { equalInConstantTime, hmacBase64Url } from "#kernel/encoding";

/**
 * Access tokens by which guests read their orders. A token is derived from the order's id, so none is
 * stored that could leak, and a repeated answer has the same token.
 */
export const guestAccess = (secret: string) => {
  const tokenOf = (orderId: string) => hmacBase64Url(secret, `order:${orderId}`);
  return {
    tokenOf,
    opens: async (orderId: string, token: string) =>
      equalInConstantTime(await tokenOf(orderId), token),
  };
};
export type GuestAccess = ReturnType<typeof guestAccess>;
