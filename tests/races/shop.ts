import { expect } from "bun:test";
import { connect } from "#db/client";
import type { DatabaseName } from "#db/databases";
import { DEV_TOKEN } from "#dev/clouds";
import { buying } from "#tests/buying";
import { signIn } from "#tests/security/principals";
import { type ServedShop, startServed } from "#tests/security/shop";
import { eventually, type Json } from "#tests/system";

export const BOOT_MS = 120_000;
const CHALLENGED = "pm_card_threeDSecure2Required";

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** Members of staff, by whose address a request gets a token. */
const STAFF: readonly [string, string] = ["staff@bodega.test", "admin@bodega.test"];
/** Shorter than an access token is valid, because many rounds take longer. */
const TOKEN_MS = 4 * 60_000;

/** Returns a function that returns a valid access token of a member of staff, and other tokens as they are. */
const freshTokens = (shop: ServedShop) => {
  const tokens = new Map<string, { value: Promise<string>; until: number }>();
  return (token: string | undefined) => {
    if (!STAFF.some((email) => email === token) || !token) return token;
    const known = tokens.get(token);
    if (known && known.until > Date.now()) return known.value;
    const value = signIn(shop, token).then((signedIn) => signedIn.token);
    tokens.set(token, { value, until: Date.now() + TOKEN_MS });
    return value;
  };
};

/** Starts the shop on the production runtime, with what actors of a race do. */
export const startRaceTrack = async () => {
  const shop = await startServed();
  const tokenOf = freshTokens(shop);
  const ask: typeof shop.ask = async (method, path, options = {}) =>
    shop.ask(method, path, { ...options, token: await tokenOf(options.token) });
  const [staff, admin] = STAFF;
  const buy = buying({ ask }, staff);

  const payBy = (cart: Json, payment: Json, headers: Record<string, string> = key()) =>
    ask("POST", "/v1/orders", { body: { cartId: cart.id, payment }, headers });
  const placeBy = (cart: Json, token: string, headers?: Record<string, string>) =>
    payBy(cart, { method: "card", token }, headers);

  const guest = ({ accessToken }: Json) => ({ "bodega-order-token": accessToken });
  const asBuyer = (order: Json, path: string, body: Json) =>
    ask("POST", `/v1/orders/${order.id}/${path}`, { body, headers: { ...key(), ...guest(order) } });
  const read = async (order: Json): Promise<Json> =>
    (await ask("GET", `/v1/orders/${order.id}`, { headers: guest(order) })).body;
  const act = (order: Json, action: string, body: Json = {}, token = staff) =>
    ask("POST", `/v1/admin/orders/${order.id}/${action}`, { body, headers: key(), token });

  /** Buys units of a variant, and waits until the answer is there. */
  const placed = async (variantId: string, { quantity = 1, token = "pm_card_visa" } = {}) => {
    const cart = await buy.readyCart(variantId, "race@example.com");
    if (quantity > 1)
      await ask("PATCH", `/v1/carts/${cart.id}/lines/${cart.lines[0].id}`, { body: { quantity } });
    const { status, body } = await placeBy(cart, token);
    expect([status, body.code]).toEqual([201, undefined]);
    return body as Json;
  };
  const paid = async (variantId: string, quantity = 1) => {
    const order = await placed(variantId, { quantity });
    await eventually(
      "the capture",
      () => read(order),
      ({ paymentStatus }) => paymentStatus === "paid",
    );
    return order;
  };

  /** Places an order whose money staff record. */
  const transferred = async (variantId: string): Promise<Json> => {
    const cart = await buy.readyCart(variantId, "race@example.com");
    const { status, body } = await payBy(cart, { method: "manual" });
    expect([status, body.status]).toEqual([201, "confirmed"]);
    return body;
  };

  /** Returns what the provider has taken and paid back for an order, and whether it still holds money. */
  const moneyOf = async (order: Json) => {
    const intents = await shop.intentsOf([order.id]);
    return {
      captured: sum(intents.map(({ amountCaptured }) => amountCaptured)),
      refunded: sum(intents.map(({ amountRefunded }) => amountRefunded)),
      isOpen: intents.some(({ status }) =>
        ["requires_capture", "requires_action", "processing"].includes(status),
      ),
      captures: intents.filter(({ amountCaptured }) => amountCaptured > 0).length,
    };
  };

  const seenWithMoney = async (order: Json) => ({
    seen: await read(order),
    money: await moneyOf(order),
  });

  /** Waits until nothing of an order is open, and the provider's books agree with it. */
  const settled = (order: Json) =>
    eventually(
      `the end of ${order.id}`,
      () => seenWithMoney(order),
      ({ seen, money }) => {
        const refunds: Json[] = seen.refunds.filter(({ status }: Json) => status !== "failed");
        const isDone = refunds.every(({ status }) => status === "succeeded");
        const back = sum(refunds.map(({ amount }) => amount.amount));
        const owed = seen.status === "cancelled" ? 0 : order.totals.total.amount - back;
        return isDone && !money.isOpen && money.refunded === back && money.captured - back === owed;
      },
    );

  /** Returns the units of a variant in all balances. */
  const balances = async (variantId: string) => {
    const { available, reserved, sold } = await buy.stockOf(variantId);
    return { available, reserved, sold, all: available + reserved + sold };
  };

  const database = (name: DatabaseName) =>
    connect({ url: `${shop.cloudUrls.libsql}/${name}/`, token: DEV_TOKEN });

  return {
    ...shop,
    ...buy,
    ask,
    staff,
    admin,
    key,
    guest,
    placeBy,
    placed,
    paid,
    transferred,
    waiting: (variantId: string) => placed(variantId, { token: CHALLENGED }),
    asBuyer,
    read,
    act,
    moneyOf,
    settled,
    balances,
    database,
  };
};
export type RaceTrack = Awaited<ReturnType<typeof startRaceTrack>>;
