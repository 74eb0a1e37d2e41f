import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { userActor } from "#kernel/testing";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const problem = async (answer: Response) => ({
  status: answer.status,
  code: ((await answer.json()) as { code: string }).code,
});

describe("the profile of an account", () => {
  test("shows the profile with an entity tag to the account's owner, and 401 to others", async () => {
    const { user, actor } = await signedUp(shop);
    const answer = await shop.ask("GET", "/v1/me", { actor });
    expect(await answer.json()).toEqual(user);
    const tag = answer.headers.get("etag") ?? "";
    const again = await shop.ask("GET", "/v1/me", { actor, headers: { "if-none-match": tag } });
    expect(again.status).toBe(304);
    const strangers = [
      shop.ask("GET", "/v1/me"),
      shop.ask("PATCH", "/v1/me", { body: "{" }),
      shop.ask("GET", "/v1/me", { actor: userActor() }),
      shop.ask("PATCH", "/v1/me", { actor: userActor(), body: { name: "Nobody" } }),
    ];
    for (const stranger of strangers) {
      expect(await problem(await stranger)).toEqual({ status: 401, code: "unauthenticated" });
    }
  });

  test("changes the name in the profile, and no other field", async () => {
    const { user, actor } = await signedUp(shop);
    const patch = (body: unknown, key?: string) =>
      shop.ask("PATCH", "/v1/me", { actor, body, ...(key ? { key } : {}) });
    const key = crypto.randomUUID();
    const changed = await (await patch({ name: "Robin Renamed" }, key)).text();
    expect(JSON.parse(changed)).toMatchObject({ id: user.id, name: "Robin Renamed" });
    expect((await patch({ name: "Sam Second" })).status).toBe(200);
    const replay = await patch({ name: "Robin Renamed" }, key);
    expect(replay.headers.get("idempotent-replayed")).toBe("true");
    expect(await replay.text()).toBe(changed);
    for (const body of [{ email: "x@example.test" }, { roles: ["admin"] }, { name: null }, []]) {
      expect((await patch(body)).status).toBe(400);
    }
    const now = await shop.ask("GET", "/v1/me", { actor });
    expect(await now.json()).toMatchObject({ name: "Sam Second", email: user.email });
  });

  test("keeps the profile unchanged when the patch is empty", async () => {
    const { user, actor } = await signedUp(shop);
    const answer = await shop.ask("PATCH", "/v1/me", { actor, body: {}, key: "empty-change" });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(user);
  });
});
