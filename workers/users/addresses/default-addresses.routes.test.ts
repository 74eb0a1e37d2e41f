import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Actor } from "#kernel/actor";
import type { Page } from "#kernel/routes/page";
import type { AddressView } from "#users/addresses.contract";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";
import { addAddress, BOOK } from "./testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const add = (actor: Actor, change: object) => addAddress(shop, actor, change);

describe("default addresses", () => {
  const defaultsOf = async (actor: Actor) => {
    const page = (await (await shop.ask("GET", BOOK, { actor })).json()) as Page<AddressView>;
    const where = (is: (address: AddressView) => boolean) =>
      page.data.filter(is).map(({ city }) => city);
    return {
      shipping: where(({ isDefaultShipping }) => isDefaultShipping),
      billing: where(({ isDefaultBilling }) => isDefaultBilling),
    };
  };

  test("makes the first address of the book the default unless the request says otherwise", async () => {
    const { actor } = await signedUp(shop);
    await add(actor, { city: "A", isDefaultBilling: false });
    await add(actor, { city: "B" });
    expect(await defaultsOf(actor)).toEqual({ shipping: ["A"], billing: [] });
    await add(actor, { city: "C", isDefaultShipping: true, isDefaultBilling: true });
    expect(await defaultsOf(actor)).toEqual({ shipping: ["C"], billing: ["C"] });
  });

  test("moves or clears a default address by a change, and leaves none when the default is deleted", async () => {
    const { actor } = await signedUp(shop);
    await add(actor, { city: "A" });
    const { id } = await add(actor, { city: "B" });
    const patch = (body: unknown) => shop.ask("PATCH", `${BOOK}/${id}`, { actor, body });
    await patch({ isDefaultShipping: true });
    expect(await defaultsOf(actor)).toEqual({ shipping: ["B"], billing: ["A"] });
    await patch({ isDefaultBilling: true });
    await patch({ isDefaultBilling: false });
    expect(await defaultsOf(actor)).toEqual({ shipping: ["B"], billing: [] });
    await shop.ask("DELETE", `${BOOK}/${id}`, { actor });
    expect(await defaultsOf(actor)).toEqual({ shipping: [], billing: [] });
  });

  test("keeps one default address, and all other changes, when many addresses become the default at once", async () => {
    const { actor } = await signedUp(shop);
    const books = await Promise.all(["A", "B", "C"].map((city) => add(actor, { city })));
    const defaults = { isDefaultShipping: true, isDefaultBilling: true };
    const answers = await Promise.all(
      books.flatMap(({ id }) =>
        [defaults, { line1: "Elsewhere" }].map((body) =>
          shop.ask("PATCH", `${BOOK}/${id}`, { actor, body }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).filter((it) => it !== 200 && it !== 409)).toEqual(
      [],
    );
    const { shipping, billing } = await defaultsOf(actor);
    expect([shipping.length, billing.length]).toEqual([1, 1]);
  });
});
