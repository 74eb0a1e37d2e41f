import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { decodeJwt } from "jose";
import type { Tokens, UserView } from "#contract/users";
import { auditEntries } from "#db/users/schema";
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

describe("refresh and sign-out of a session", () => {
  const refresh = (refreshToken: string, key?: string) =>
    shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken }, ...(key ? { key } : {}) });

  test("returns a new pair of tokens and the account", async () => {
    const { refreshToken, actor, user } = await signedUp(shop);
    const answer = await refresh(refreshToken);
    expect(answer.status).toBe(200);
    const pair = (await answer.json()) as Tokens & { user: UserView };
    expect(Object.keys(pair).sort()).toEqual(["accessToken", "expiresIn", "refreshToken", "user"]);
    expect(pair.user).toEqual(user);
    expect(pair.refreshToken).not.toBe(refreshToken);
    expect(decodeJwt(pair.accessToken)).toMatchObject({ sub: actor.userId, sid: actor.sessionId });
  });

  test("replays a refresh byte for byte when its idempotency key is repeated after the successor was used", async () => {
    const { refreshToken } = await signedUp(shop);
    const key = crypto.randomUUID();
    const first = await (await refresh(refreshToken, key)).text();
    const { refreshToken: next } = JSON.parse(first) as Tokens;
    expect((await refresh(next)).status).toBe(200);
    const again = await refresh(refreshToken, key);
    expect(await again.text()).toBe(first);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("ends the session when a used refresh token is sent again", async () => {
    const { refreshToken } = await signedUp(shop);
    const second = (await (await refresh(refreshToken)).json()) as Tokens;
    const third = (await (await refresh(second.refreshToken)).json()) as Tokens;
    const reused = { status: 401, code: "refresh_reused" };
    expect(await problem(await refresh(refreshToken))).toEqual(reused);
    expect((await refresh(third.refreshToken)).status).toBe(401);
  });

  test("ends the session at a sign-out, and answers 204 to repeated sign-outs", async () => {
    const { refreshToken } = await signedUp(shop);
    const logout = () => shop.ask("POST", "/v1/auth/logout", { body: { refreshToken } });
    expect((await logout()).status).toBe(204);
    expect((await logout()).status).toBe(204);
    const over = { status: 401, code: "refresh_invalid" };
    expect(await problem(await refresh(refreshToken))).toEqual(over);
    expect(await problem(await refresh("never-issued-to-anybody"))).toEqual(over);
    const unknown = { body: { refreshToken: "never-issued-to-anybody" } };
    expect((await shop.ask("POST", "/v1/auth/logout", unknown)).status).toBe(204);
    const written = await shop.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, "session.signed_out"));
    expect(written).toMatchObject([{ subject: expect.stringMatching(/^ses_/) }]);
  });
});
