import { type Actor, hasRole, hasScope } from "#kernel/actor";
import { equalInConstantTime, hmacBase64Url } from "#kernel/encoding";

/**
 * Creates and checks the access tokens with which guests read their orders. A token is derived from the
 * order's id, so the database of orders holds no token that could leak, and a replayed answer has the same token.
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

/** Returns whether the actor may see and change every order. */
export const isStaff = (actor: Actor) => hasRole(actor, "staff") || hasScope(actor, "orders");
