import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { customers as customerRows } from "#db/payments/schema";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { codeOf, orderOf, type TestPayments, testPayments } from "#payments/testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

const payment = (
  userId: string,
  token = "pm_card_visa",
  { save = true, offSession = false } = {},
) => worker.authorise({ ...orderOf(token), customer: { userId, save, offSession } });
const methodsOf = (userId: string) => inCall(() => worker.customers.methodsOf(userId));
const remove = (userId: string, id: string) =>
  inCall(() => worker.customers.removeMethod(userId, id));
const erase = (userId: string) => inCall(() => worker.customers.erase(userId));
const refOf = async (userId: string) => {
  const rows = await worker.db.write.select().from(customerRows);
  return rows.find((row) => row.userId === userId)?.providerRef ?? null;
};
const savedCard = async (userId: string, token = "pm_card_visa") => {
  await payment(userId, token);
  const [method] = await methodsOf(userId);
  if (!method) throw new Error("no card was saved");
  return method;
};

describe("saved cards", () => {
  test("are listed after a payment that saves them, and pay a later order", async () => {
    const userId = newId("user");
    expect(await methodsOf(userId)).toEqual([]);
    const method = await savedCard(userId);
    expect(method).toEqual({
      id: expect.stringMatching(/^pm_/),
      brand: "visa",
      last4: "4242",
      expMonth: 12,
      expYear: expect.any(Number),
    });
    expect(await payment(userId, method.id, { save: false })).toMatchObject({
      state: "authorized",
    });
    expect(await methodsOf(userId)).toEqual([method]);
  });

  test("belong to one record, which names nothing but the account's id", async () => {
    const userId = newId("user");
    await Promise.all(Array.from({ length: 10 }, () => payment(userId)));
    const ref = await refOf(userId);
    const intents = (await worker.books()).paymentIntents as unknown as { customer: string }[];
    expect(intents.filter(({ customer }) => customer === ref)).toHaveLength(10);
    expect(await worker.client.customers.retrieve(ref ?? "")).toMatchObject({
      metadata: { user_id: userId },
      email: null,
      name: null,
      phone: null,
    });
  });

  test("belong to one record when the answer to its creation was lost", async () => {
    const userId = newId("user");
    worker.loseAnswer("/v1/customers");
    expect(await codeOf(payment(userId))).toBe("dependency_unavailable");
    await payment(userId);
    expect(await methodsOf(userId)).toHaveLength(1);
    const calls = (await worker.journal()) as unknown as { path: string; summary: string }[];
    const made = calls.filter(({ path, summary }) => path === "/v1/customers" && summary);
    expect(made.at(-1)?.summary).toStartWith("replay of ");
  });

  test("are not saved without the buyer's wish", async () => {
    const userId = newId("user");
    expect(await payment(userId, "pm_card_visa", { save: false })).toMatchObject({
      state: "authorized",
    });
    expect(await refOf(userId)).toBeNull();
    await savedCard(userId);
    await payment(userId, "pm_card_mastercard", { save: false });
    expect(await methodsOf(userId)).toMatchObject([{ brand: "visa" }]);
  });

  test("are not saved when the card is declined", async () => {
    const userId = newId("user");
    expect(await payment(userId, "pm_card_chargeDeclined")).toMatchObject({ state: "failed" });
    expect(await methodsOf(userId)).toEqual([]);
  });

  test("pay no order of another account or of a guest", async () => {
    const [owner, thief] = [newId("user"), newId("user")];
    const { id } = await savedCard(owner);
    await savedCard(thief, "pm_card_mastercard");
    const failed = { state: "failed", failureCode: "invalid_token" };
    expect(await payment(thief, id, { save: false })).toMatchObject(failed);
    expect(await payment(newId("user"), id)).toMatchObject(failed);
    expect(await worker.authorise(orderOf(id))).toMatchObject(failed);
  });

  test("fail without the buyer when the bank requires the buyer", async () => {
    const userId = newId("user");
    const request = {
      ...orderOf("pm_card_authenticationRequired"),
      customer: { userId, save: true },
    };
    await worker.authorise(request);
    const { providerRef } = await worker.rowOf(request.orderId);
    await worker.authenticate(providerRef ?? "", "success");
    const [method] = await methodsOf(userId);
    const absent = { save: false, offSession: true };
    expect(await payment(userId, method?.id, absent)).toMatchObject({
      state: "failed",
      failureCode: "authentication_required",
    });
    const simple = await savedCard(newId("user"));
    expect(simple.brand).toBe("visa");
  });

  test("pay without the buyer when the bank does not require the buyer", async () => {
    const userId = newId("user");
    const { id } = await savedCard(userId);
    const absent = { save: false, offSession: true };
    expect(await payment(userId, id, absent)).toMatchObject({ state: "authorized" });
  });

  test("can be removed by their account alone, once", async () => {
    const [owner, stranger] = [newId("user"), newId("user")];
    const { id } = await savedCard(owner);
    await savedCard(stranger);
    expect(await remove(stranger, id)).toBe(false);
    expect(await remove(newId("user"), id)).toBe(false);
    expect(await remove(owner, "pm_none")).toBe(false);
    expect(await remove(owner, id)).toBe(true);
    expect(await remove(owner, id)).toBe(false);
    expect(await methodsOf(owner)).toEqual([]);
    expect(await payment(owner, id, { save: false })).toMatchObject({ state: "failed" });
  });

  test("are removed once by requests at the same time", async () => {
    const userId = newId("user");
    const { id } = await savedCard(userId);
    const removals = await Promise.all(Array.from({ length: 6 }, () => remove(userId, id)));
    expect(removals.filter((removed) => removed)).toEqual([true]);
    expect(await methodsOf(userId)).toEqual([]);
  });

  test("leave no trace of the account in a payment that the provider has answered", async () => {
    const request = { ...orderOf(), customer: { userId: newId("user"), save: true } };
    worker.loseAnswer();
    await codeOf(worker.authorise(request));
    expect((await worker.rowOf(request.orderId)).customerRef).toStartWith("cus_");
    await worker.authorise(request);
    expect(await worker.rowOf(request.orderId)).toMatchObject({
      state: "authorized",
      customerRef: null,
    });
    expect(await worker.intentsOf(request.orderId)).toHaveLength(1);
  });
});

describe("saved cards of an erased account", () => {
  test("are deleted with the provider's record, and none is made again", async () => {
    const userId = newId("user");
    await savedCard(userId);
    const ref = (await refOf(userId)) ?? "";
    await erase(userId);
    await erase(userId);
    expect(await worker.client.customers.retrieve(ref)).toMatchObject({ deleted: true });
    expect([await refOf(userId), await methodsOf(userId)]).toEqual([null, []]);
    expect(await payment(userId)).toMatchObject({ state: "authorized" });
    expect([await refOf(userId), await methodsOf(userId)]).toEqual([null, []]);
  });

  test("are deleted by a repeated event when the provider did not answer", async () => {
    const userId = newId("user");
    await savedCard(userId);
    const ref = (await refOf(userId)) ?? "";
    worker.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
    expect(await codeOf(erase(userId))).toBe("dependency_unavailable");
    worker.faults.clear();
    expect(await methodsOf(userId)).toEqual([]);
    await erase(userId);
    expect(await worker.client.customers.retrieve(ref)).toMatchObject({ deleted: true });
  });

  test("are not saved when the erasure overtakes a payment that saves them", async () => {
    const userId = newId("user");
    const { customers } = worker.isolate({
      async createCustomer(id) {
        const ref = await worker.stripe.createCustomer(id);
        await erase(userId);
        return ref;
      },
    });
    const customer = { userId, save: true };
    const ref = await inCall(() => customers.refFor({ ...orderOf(), customer }));
    expect([ref, await refOf(userId)]).toEqual([null, null]);
    const made = await worker.stripe.createCustomer(userId);
    expect(await worker.client.customers.retrieve(made)).toMatchObject({ deleted: true });
  });
});

describe("routes", () => {
  const PATH = "/v1/me/payment-methods";
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    inCall(async () => worker.app.request(path, { method, headers }));

  test("list and remove the account's own cards", async () => {
    const [owner, stranger] = [userActor(), userActor()];
    const method = await savedCard(owner.userId);
    const listed = await ask("GET", PATH, as(owner));
    expect([listed.status, await listed.json()]).toEqual([200, { data: [method] }]);
    expect(listed.headers.get("cache-control")).toContain("private");
    expect((await ask("DELETE", `${PATH}/${method.id}`, as(stranger))).status).toBe(404);
    expect((await ask("DELETE", `${PATH}/${method.id}`, as(owner))).status).toBe(204);
    expect((await ask("DELETE", `${PATH}/${method.id}`, as(owner))).status).toBe(404);
  });

  test("are in the export of their account alone, until its erasure", async () => {
    const [owner, stranger] = [userActor(), userActor()];
    const method = await savedCard(owner.userId);
    const exported = (userId: string) => inCall(() => worker.personalData(userId));
    expect(await exported(owner.userId)).toEqual({ savedCards: [method] });
    expect(await exported(stranger.userId)).toEqual({ savedCards: [] });
    await inCall(() => worker.customers.erase(owner.userId));
    expect(await exported(owner.userId)).toEqual({ savedCards: [] });
  });

  test("refuse guests", async () => {
    expect((await ask("GET", PATH, {})).status).toBe(401);
    expect((await ask("DELETE", `${PATH}/pm_1`, {})).status).toBe(401);
  });
});
