/** What the key of a cart begins with. */
export const CART_PREFIX = "cart:";

export const cartKey = (cartId: string) => `${CART_PREFIX}${cartId}`;
/** The kept answer of one mutation. */
export const answerKey = (cartId: string, mutationId: string) =>
  `${cartKey(cartId)}:a:${mutationId}`;
/** Which mutations of a cart have a kept answer. */
export const answersKey = (cartId: string) => `${cartKey(cartId)}:answers`;
/** The carts of an account. */
export const accountKey = (userId: string) => `carts:${userId}`;
/** Set when an account has been erased. */
export const goneKey = (userId: string) => `gone:${userId}`;
