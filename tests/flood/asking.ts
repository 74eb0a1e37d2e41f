import { clientOf, type Json } from "#tests/system";

/** The header in which the edge sends the client's address. */
export const ADDRESS_HEADER = "x-client-address";

/** Returns a function that sends requests as a client of one address. */
export const askingFrom = (url: string, address: string) => {
  const ask = clientOf(url);
  return (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    ask(method, path, {
      ...(body ? { body } : {}),
      headers: { [ADDRESS_HEADER]: address, ...headers },
    });
};
export type Ask = ReturnType<typeof askingFrom>;

const ADDRESS = {
  name: "Grace Guest",
  line1: "Torstraße 1",
  city: "Berlin",
  postalCode: "10119",
  country: "DE",
};

/**
 * Orders one unit as a guest: cart, address, order. Returns the first unsuccessful answer, or that
 * of the order.
 */
export const order = async (ask: Ask, variantId: string, card: string) => {
  const cart = await ask("POST", "/v1/carts", { lines: [{ variantId, quantity: 1 }] });
  if (cart.status !== 201) return cart;
  const { id: cartId } = cart.body as Json;
  const person = { email: `${cartId.slice(4)}@flood.test`, shippingAddress: ADDRESS };
  const patch = { ...person, shippingOptionId: "sho_de_express" };
  const ready = await ask("PATCH", `/v1/carts/${cartId}`, patch);
  if (ready.status !== 200) return ready;
  const body = { cartId, payment: { method: "card", token: card } };
  return ask("POST", "/v1/orders", body, { "idempotency-key": `flood-${cartId}` });
};
