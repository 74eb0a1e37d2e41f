import { afterAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { anAddress, credentialsWorker, refusedWith, TOKEN_INVALID } from "./credentials.testing";

const shop = await credentialsWorker();
afterAll(() => shop.stop());

describe("verification of an e-mail address", () => {
  const verify = (token: string, key?: string) =>
    shop.post("/v1/auth/email/verify", { token }, key ? { key } : {});
  const resend = (actor: User, key?: string) =>
    shop.ask("POST", "/v1/auth/email/resend", { actor, ...(key ? { key } : {}) });

  test("verifies the address by the link of the registration, and answers 400 to its second use", async () => {
    const { userId } = await shop.signedInTwice();
    expect(await shop.account(userId)).toMatchObject({ emailVerifiedAt: null });
    const token = await shop.tokenFor(userId, "verify_email");
    const answer = await verify(token);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect((await shop.account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await refusedWith(await verify(token))).toEqual(TOKEN_INVALID);
    expect(await shop.eventTypes(userId)).toEqual([
      "user.registered",
      "user.verification_requested",
      "user.email_verified",
    ]);
    expect(await shop.auditActs(userId)).toContain("email.verified");
  });

  test("replays the answer when the idempotency key is repeated", async () => {
    const { userId } = await shop.signedInTwice();
    const token = await shop.tokenFor(userId, "verify_email");
    const key = crypto.randomUUID();
    const answers = [await verify(token, key), await verify(token, key)];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(answers[1]?.headers.get("idempotent-replayed")).toBe("true");
    expect(await refusedWith(await verify(token, crypto.randomUUID()))).toEqual(TOKEN_INVALID);
  });

  test("answers 400 to replaced and expired links", async () => {
    const { userId, actor } = await shop.signedInTwice();
    const older = await shop.tokenFor(userId, "verify_email");
    expect((await resend(actor)).status).toBe(202);
    expect(await refusedWith(await verify(older))).toEqual(TOKEN_INVALID);
    const newer = await shop.tokenFor(userId, "verify_email");
    await shop.letExpire(userId, "verify_email");
    expect(await refusedWith(await verify(newer))).toEqual(TOKEN_INVALID);
    expect(await shop.account(userId)).toMatchObject({ emailVerifiedAt: null });
  });

  test("answers 400 to a link when the account has another address now", async () => {
    const { userId } = await shop.signedInTwice();
    const token = await shop.tokenFor(userId, "verify_email");
    await shop.db.write.update(users).set({ email: anAddress() }).where(eq(users.id, userId));
    expect(await refusedWith(await verify(token))).toEqual(TOKEN_INVALID);
  });

  test("mails at most three links while a link is valid, including the registration's link", async () => {
    const { userId, actor } = await shop.signedInTwice();
    const answers = await Promise.all(Array.from({ length: 4 }, () => resend(actor)));
    expect(answers.map(({ status }) => status)).toEqual(Array(4).fill(202));
    expect(await shop.sent(userId, "verify_email")).toHaveLength(3);
    const requested = (await shop.eventTypes(userId)).filter((type) =>
      type.includes("verification"),
    );
    expect(requested).toHaveLength(3);
    expect((await verify(await shop.tokenFor(userId, "verify_email"))).status).toBe(204);
  });

  test("mails no link when the address is verified", async () => {
    const { userId, actor } = await shop.signedInTwice();
    await verify(await shop.tokenFor(userId, "verify_email"));
    const key = crypto.randomUUID();
    const answers = [await resend(actor, key), await resend(actor, key)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await shop.sent(userId, "verify_email")).toHaveLength(1);
  });
});
