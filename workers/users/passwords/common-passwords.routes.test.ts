import { afterAll, beforeAll, expect, test } from "bun:test";
import { type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const EMAIL = "joe.shopper@example.test";
const register = (password: string) =>
  shop.ask("POST", "/v1/auth/register", { body: { email: EMAIL, password, name: "Joe" } });

test("gives the same refusal of a common password whether or not the account exists", async () => {
  const refusals = async () => {
    const answers = [];
    for (const password of ["iloveyou", "Password1", "joe.shopper1"]) {
      const answer = await register(password);
      const { requestId, ...body } = (await answer.json()) as Record<string, unknown>;
      answers.push([answer.status, body]);
    }
    return answers;
  };
  const before = await refusals();
  for (const answer of before) {
    expect(answer).toMatchObject([
      422,
      { code: "password_too_common", errors: [{ pointer: "/password" }] },
    ]);
  }
  expect((await register("corner-shop-2026")).status).toBe(201);
  expect(await refusals()).toEqual(before);
});
