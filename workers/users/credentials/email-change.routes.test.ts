import { afterAll, describe, expect, test } from "bun:test";
import type { User } from "#kernel/actor";
import { testTrace } from "#kernel/testing";
import { PASSWORD, signedUp } from "#users/testing";
import {
  anAddress,
  credentialsWorker,
  NEXT_PASSWORD,
  refusedWith,
  TOKEN_INVALID,
} from "./credentials.testing";

const shop = await credentialsWorker();
afterAll(() => shop.stop());

describe("change of e-mail address", () => {
  const ask = (actor: User, newEmail: string, currentPassword = PASSWORD) =>
    shop.post("/v1/me/email", { currentPassword, newEmail }, { actor });
  const confirm = (token: string) => shop.post("/v1/auth/email/change", { token });

  test("changes the e-mail address and ends every session when the link is used", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    const newEmail = anAddress();
    expect((await ask(actor, newEmail)).status).toBe(202);
    expect((await shop.account(userId))?.email).toBe(email);
    const [challenge] = await shop.sent(userId, "change_email");
    expect(challenge).toMatchObject({ email: newEmail, formerEmail: email });
    expect((await confirm(await shop.tokenFor(userId, "change_email"))).status).toBe(204);
    expect(await shop.account(userId)).toMatchObject({ email: newEmail });
    expect((await shop.account(userId))?.emailVerifiedAt).toBeNumber();
    expect(await shop.isActive(actor)).toBe(false);
    expect(await shop.login(email, PASSWORD)).toBeUndefined();
    expect(await shop.login(newEmail, PASSWORD)).toBeDefined();
    const mail = await shop.worker.challengeMail(challenge?.id ?? "", testTrace());
    expect(mail).toMatchObject({ email: newEmail, formerEmail: email });
    const events = (await shop.eventTypes(userId)).filter((type) => type.includes("email_change"));
    expect(events).toEqual(["user.email_change_requested", "user.email_changed"]);
    expect(await shop.auditActs(userId)).toContain("email.changed");
  });

  test("normalises the new address, and answers 400 to an invalid one", async () => {
    const { userId, actor } = await shop.signedInTwice();
    expect((await ask(actor, "Ada@Bücher.example")).status).toBe(202);
    const [challenge] = await shop.sent(userId, "change_email");
    expect(challenge?.email).toBe("ada@xn--bcher-kva.example");
    expect((await ask(actor, "ada@exa_mple.com")).status).toBe(400);
  });

  test("ends links that were sent to the previous address", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    await shop.post("/v1/auth/password/forgot", { email });
    const token = await shop.tokenFor(userId, "reset_password");
    await ask(actor, anAddress());
    await confirm(await shop.tokenFor(userId, "change_email"));
    const reset = await shop.post("/v1/auth/password/reset", { token, password: NEXT_PASSWORD });
    expect(await refusedWith(reset)).toEqual(TOKEN_INVALID);
  });

  test("answers 202 and sends no mail when the new address is in use", async () => {
    const [me, other] = [await shop.signedInTwice(), await shop.signedInTwice()];
    const [taken, free] = [await ask(me.actor, other.email), await ask(me.actor, anAddress())];
    expect([taken.status, await taken.text()]).toEqual([free.status, await free.text()]);
    // The remaining count of the sender's limit falls with each request.
    for (const { headers } of [taken, free]) headers.delete("ratelimit");
    expect([...taken.headers]).toEqual([...free.headers]);
    expect(await shop.sent(me.userId, "change_email")).toHaveLength(1);
  });

  test("answers 400 to the link when the new address was registered after the link was sent", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    const newEmail = anAddress();
    await ask(actor, newEmail);
    const token = await shop.tokenFor(userId, "change_email");
    await signedUp(shop, { email: newEmail, name: "Quick" });
    expect(await refusedWith(await confirm(token))).toEqual(TOKEN_INVALID);
    expect((await shop.account(userId))?.email).toBe(email);
    expect(await shop.isActive(actor)).toBe(true);
  });

  test("refuses a change of address with a wrong password or an ended session", async () => {
    const { userId, actor } = await shop.signedInTwice();
    const wrong = await ask(actor, anAddress(), "not that one");
    expect(await refusedWith(wrong)).toEqual([401, "invalid_credentials"]);
    await shop.post("/v1/auth/logout", { refreshToken: actor.refreshToken });
    const late = await ask(actor, anAddress());
    expect(await refusedWith(late)).toEqual([401, "unauthenticated"]);
    expect(await shop.sent(userId, "change_email")).toEqual([]);
  });

  test("ends a pending change of address when the owner resets the password", async () => {
    const { email, userId, actor } = await shop.signedInTwice();
    await ask(actor, anAddress());
    const theirs = await shop.tokenFor(userId, "change_email");
    await shop.post("/v1/auth/password/forgot", { email });
    const token = await shop.tokenFor(userId, "reset_password");
    await shop.post("/v1/auth/password/reset", { token, password: NEXT_PASSWORD });
    expect(await refusedWith(await confirm(theirs))).toEqual(TOKEN_INVALID);
    expect((await shop.account(userId))?.email).toBe(email);
  });
});
