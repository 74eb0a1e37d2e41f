import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { User } from "#kernel/actor";
import {
  anAddress,
  type CredentialsWorker,
  credentialsWorker,
  refusedWith,
  TOKEN_INVALID,
} from "./credentials.testing";

let shop: CredentialsWorker;
beforeAll(async () => {
  shop = await credentialsWorker();
});
afterAll(() => shop.stop());

describe("proving an address", () => {
  const verify = (token: string, key?: string) =>
    shop.post("/v1/auth/email/verify", { token }, key ? { key } : {});
  const resend = (actor: User, key?: string) =>
    shop.ask("POST", "/v1/auth/email/resend", { actor, ...(key ? { key } : {}) });

  test("the link that came with the registration does it, once", async () => {
    const { userId } = await shop.signedInTwice();
    expect(await shop.account(userId)).toMatchObject({ emailVerifiedAt: null });
    const token = await shop.tokenFor(userId, "verify_email");
    const answer = await verify(token);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect((await shop.account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await refusedWith(await verify(token))).toEqual(TOKEN_INVALID);
    expect(await shop.announced(userId)).toEqual([
      "user.registered",
      "user.verification_requested",
      "user.email_verified",
    ]);
    expect(await shop.noted(userId)).toContain("email.verified");
  });

  test("the same request again is answered the same", async () => {
    const { userId } = await shop.signedInTwice();
    const token = await shop.tokenFor(userId, "verify_email");
    const key = crypto.randomUUID();
    const answers = [await verify(token, key), await verify(token, key)];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(answers[1]?.headers.get("idempotent-replayed")).toBe("true");
    expect(await refusedWith(await verify(token, crypto.randomUUID()))).toEqual(TOKEN_INVALID);
  });

  test("a newer link ends the one before, and one that is over proves nothing", async () => {
    const { userId, actor } = await shop.signedInTwice();
    const older = await shop.tokenFor(userId, "verify_email");
    expect((await resend(actor)).status).toBe(202);
    expect(await refusedWith(await verify(older))).toEqual(TOKEN_INVALID);
    const newer = await shop.tokenFor(userId, "verify_email");
    await shop.letExpire(userId, "verify_email");
    expect(await refusedWith(await verify(newer))).toEqual(TOKEN_INVALID);
    expect(await shop.account(userId)).toMatchObject({ emailVerifiedAt: null });
  });

  test("a link proves the address it was sent to, and none that the account has since", async () => {
    const { userId } = await shop.signedInTwice();
    const token = await shop.tokenFor(userId, "verify_email");
    await shop.db.write.update(users).set({ email: anAddress() }).where(eq(users.id, userId));
    expect(await refusedWith(await verify(token))).toEqual(TOKEN_INVALID);
  });

  test("three links while one is good, the registration's among them; more are asked for in vain", async () => {
    const { userId, actor } = await shop.signedInTwice();
    const answers = await Promise.all(Array.from({ length: 4 }, () => resend(actor)));
    expect(answers.map(({ status }) => status)).toEqual(Array(4).fill(202));
    expect(await shop.sent(userId, "verify_email")).toHaveLength(3);
    const asked = (await shop.announced(userId)).filter((type) => type.includes("verification"));
    expect(asked).toHaveLength(3);
    expect((await verify(await shop.tokenFor(userId, "verify_email"))).status).toBe(204);
  });

  test("who has proved it gets no further link", async () => {
    const { userId, actor } = await shop.signedInTwice();
    await verify(await shop.tokenFor(userId, "verify_email"));
    const key = crypto.randomUUID();
    const answers = [await resend(actor, key), await resend(actor, key)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await shop.sent(userId, "verify_email")).toHaveLength(1);
  });
});
