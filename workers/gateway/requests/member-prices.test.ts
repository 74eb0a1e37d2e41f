import { expect, test } from "bun:test";
import { compose } from "#gateway/index";
import { platformBindings, quietServices, TEST_VARS } from "#gateway/testing";
import { type Actor, actorOf } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { movableClock } from "#kernel/testing";

const PATH = "https://shop.test/v1/products/lamp";

/** A gateway before a catalog that prices for members or not. Counts the requests by their actor. */
const opened = ({ forMembers = true } = {}) => {
  const asked: string[] = [];
  const CATALOG = {
    fetch: async (request: Request) => {
      const actor = actorOf(request.headers);
      const name = actor.kind === "user" ? actor.userId : actor.kind;
      asked.push(name);
      const shared = { "Cache-Control": "s-maxage=10", ETag: `"${name}"` };
      const flag = forMembers ? { "Bodega-Members": "1", Vary: "Authorization" } : {};
      const headers = actor.kind === "user" ? { "Cache-Control": "private" } : shared;
      return Response.json({ shownTo: name }, { headers: { ...headers, ...flag } });
    },
  };
  const session = async (authorization: string | null): Promise<Actor> => {
    if (authorization === "Bearer bad") throw new AppError("token_expired");
    if (!authorization) return { kind: "guest" };
    const userId = authorization.replace("Bearer ", "");
    return { kind: "user", userId, sessionId: "ses_1", roles: ["customer"] };
  };
  const env = { ...quietServices({ CATALOG }), ...platformBindings(), ...TEST_VARS };
  const { app } = compose(env, { session, clock: movableClock() });
  const read = async (token?: string) => {
    const headers = token ? { authorization: `Bearer ${token}` } : undefined;
    const answer = await app.fetch(new Request(PATH, headers ? { headers } : {}));
    return { answer, shownTo: ((await answer.json()) as { shownTo: string }).shownTo };
  };
  return { asked, read };
};

test("asks by name for a signed-in caller if members have prices of their own", async () => {
  const { asked, read } = opened();
  expect((await read("usr_1")).shownTo).toBe("usr_1");
  expect(asked).toEqual(["guest", "usr_1"]);
});

test("gives the answer of a member to no one else, from memory or not", async () => {
  const { asked, read } = opened();
  await read("usr_1");
  expect((await read()).shownTo).toBe("guest");
  expect((await read("usr_2")).shownTo).toBe("usr_2");
  expect((await read("usr_1")).shownTo).toBe("usr_1");
  expect((await read()).shownTo).toBe("guest");
  // The last guest is answered from memory, and once it knows, members cost one request.
  expect(asked).toEqual(["guest", "usr_1", "guest", "usr_2", "usr_1"]);
});

test("hides from clients that members have other prices, and keeps Vary", async () => {
  const { answer } = await opened().read();
  expect(answer.headers.has("bodega-members")).toBe(false);
  expect(answer.headers.get("vary")).toBe("Authorization, Origin");
});

test("treats an invalid token as a guest", async () => {
  const { read } = opened();
  expect((await read("bad")).shownTo).toBe("guest");
  expect((await read("bad")).shownTo).toBe("guest");
});

test("asks once, as a guest, if all pay the same", async () => {
  const { asked, read } = opened({ forMembers: false });
  expect((await read("usr_1")).shownTo).toBe("guest");
  expect((await read("usr_2")).shownTo).toBe("guest");
  expect(asked).toEqual(["guest"]);
});
