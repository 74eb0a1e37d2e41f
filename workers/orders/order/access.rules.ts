import { equalInConstantTime, hmacBase64Url } from "#kernel/encoding";

/**
 * The secret by which a guest reads an order. It is derived from the order's id, so nothing is
 * stored that could leak, and a repeated answer holds the same one.
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
