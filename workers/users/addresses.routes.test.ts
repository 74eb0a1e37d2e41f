import { afterAll, beforeAll, expect, test } from "bun:test";
import type { AddressView } from "#contract/users";
import { addresses, users } from "#db/users/schema";
import type { Actor } from "#kernel/actor";
import type { Page } from "#kernel/page";
import { userActor } from "#kernel/testing";
import { type UsersWorker, usersWorker } from "./testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const BOOK = "/v1/me/addresses";
const HOME = {
  name: "Sasha Shopper",
  line1: "Oranienstraße 25",
  city: "Berlin",
  postalCode: "10999",
  country: "DE",
};

/** Somebody with an account and an empty address book. */
const somebody = async () => {
  const actor = userActor();
  const times = { createdAt: 1, updatedAt: 1 };
  const person = { name: "Pat", email: `${actor.userId}@example.test`, passwordHash: "none" };
  await shop.db.write
    .insert(users)
    .values({ id: actor.userId, roles: ["customer"], ...person, ...times });
  return actor;
};
const add = async (actor: Actor, change: object = {}) => {
  const answer = await shop.ask("POST", BOOK, { actor, body: { ...HOME, ...change } });
  expect(answer.status).toBe(201);
  return (await answer.json()) as AddressView;
};
const problem = async (answer: Response) => ({
  status: answer.status,
  code: ((await answer.json()) as { code: string }).code,
});

test("keeps what was written, and shows what was left out not at all", async () => {
  const actor = await somebody();
  const home = await add(actor);
  expect(home).toEqual({ id: home.id, ...HOME });
  expect(home.id).toStartWith("adr_");
  const office = await add(actor, { line2: "2nd floor", region: "BE", phone: "+49 30 1234567" });
  const read = await shop.ask("GET", `${BOOK}/${office.id}`, { actor });
  expect(await read.text()).toBe(JSON.stringify(office));
  const list = (await (await shop.ask("GET", BOOK, { actor })).json()) as Page<AddressView>;
  expect(list).toEqual({ data: [home, office], nextCursor: null });
});

test("pages through a long book, each page in one round trip and tagged", async () => {
  const actor = await somebody();
  for (const city of ["A", "B", "C", "D", "E"]) await add(actor, { city });
  const seen: string[] = [];
  let cursor: string | null = "";
  let pages = 0;
  while (cursor !== null) {
    const path = `${BOOK}?limit=2${cursor ? `&cursor=${cursor}` : ""}`;
    const headers = { "x-request-id": `${actor.userId}-${pages}` };
    const answer = await shop.ask("GET", path, { actor, headers });
    expect(answer.headers.get("etag")).toBeString();
    expect(await shop.callsOf(`${actor.userId}-${pages}`)).toHaveLength(1);
    const page = (await answer.json()) as Page<AddressView>;
    seen.push(...page.data.map(({ city }) => city));
    cursor = page.nextCursor;
    pages += 1;
  }
  expect(seen).toEqual(["A", "B", "C", "D", "E"]);
  expect(pages).toBe(3);
});

test("changes what is given, clears what is null, and leaves the rest", async () => {
  const actor = await somebody();
  const { id } = await add(actor, { line2: "2nd floor", phone: "+49 30 1234567" });
  const patch = (body: unknown) => shop.ask("PATCH", `${BOOK}/${id}`, { actor, body });
  const changed = await patch({ city: "Hamburg", line2: null });
  const expected = { id, ...HOME, city: "Hamburg", phone: "+49 30 1234567" };
  expect(await changed.json()).toEqual(expected);
  expect(await (await patch({})).json()).toEqual(expected);
  for (const body of [
    { city: null },
    { country: "Germany" },
    { id: "adr_12345678" },
    { name: "" },
  ]) {
    expect(await problem(await patch(body))).toEqual({ status: 400, code: "validation_failed" });
  }
  const read = await shop.ask("GET", `${BOOK}/${id}`, { actor });
  expect(await read.json()).toEqual(expected);
});

test("loses no field when two change it at once", async () => {
  const actor = await somebody();
  const { id } = await add(actor);
  const patches = [{ city: "Hamburg" }, { line1: "Reeperbahn 1" }];
  const answers = await Promise.all(
    patches.map((body) => shop.ask("PATCH", `${BOOK}/${id}`, { actor, body })),
  );
  const read = (await (await shop.ask("GET", `${BOOK}/${id}`, { actor })).json()) as AddressView;
  for (const [at, answer] of answers.entries()) {
    if (answer.status === 200) expect(read).toMatchObject(patches[at] ?? {});
    else expect(await problem(answer)).toEqual({ status: 409, code: "conflict" });
  }
  expect(answers.some(({ status }) => status === 200)).toBe(true);
});

test("answers repeated keys byte for byte, once each", async () => {
  const actor = await somebody();
  const key = crypto.randomUUID();
  const post = () => shop.ask("POST", BOOK, { actor, body: HOME, key });
  const first = await (await post()).text();
  const again = await post();
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(await again.text()).toBe(first);
  expect(
    (await shop.db.read.select().from(addresses)).filter((row) => row.userId === actor.userId),
  ).toHaveLength(1);
  const { id } = JSON.parse(first) as AddressView;
  const remove = () => shop.ask("DELETE", `${BOOK}/${id}`, { actor, key });
  expect((await remove()).status).toBe(204);
  const gone = await remove();
  expect(gone.status).toBe(204);
  expect(gone.headers.get("idempotent-replayed")).toBe("true");
  const another = await shop.ask("DELETE", `${BOOK}/${id}`, { actor });
  expect(await problem(another)).toEqual({ status: 404, code: "not_found" });
});

test("shows and gives nobody else's address, exactly as if it were not there", async () => {
  const [owner, other] = [await somebody(), await somebody()];
  const { id } = await add(owner);
  const attempts = [
    { method: "GET" },
    { method: "PATCH", body: { city: "Mine" } },
    { method: "PATCH", body: {} },
    { method: "DELETE" },
  ];
  for (const { method, body } of attempts) {
    const texts = await Promise.all(
      [id, "adr_00000000missing", "not-an-id", "%00"].map(async (wanted) => {
        const headers = { "x-request-id": "same-request" };
        const ask = { actor: other, headers, ...(body ? { body } : {}) };
        const answer = await shop.ask(method, `${BOOK}/${wanted}`, ask);
        expect(answer.status).toBe(404);
        return answer.text();
      }),
    );
    expect(new Set(texts).size).toBe(1);
    expect((await shop.ask(method, `${BOOK}/${id}`, body ? { body } : {})).status).toBe(401);
  }
  const read = await shop.ask("GET", `${BOOK}/${id}`, { actor: owner });
  expect(await read.json()).toEqual({ id, ...HOME });
});

test("refuses what is no address, and unknown parameters", async () => {
  const actor = await somebody();
  const bad: unknown[] = [
    {},
    { ...HOME, country: "de" },
    { ...HOME, line1: "a\nb" },
    { ...HOME, name: "Pat\r\nBcc: x@example.test" },
    { ...HOME, city: "\u0000" },
    { ...HOME, userId: "usr_12345678" },
    { ...HOME, line1: "x".repeat(201) },
    JSON.stringify(HOME).replace("{", '{"__proto__":{},'),
  ];
  const noUnicode = JSON.stringify(HOME).replace("Berlin", "\\ud800");
  expect(await problem(await shop.ask("POST", BOOK, { actor, body: noUnicode }))).toEqual({
    status: 400,
    code: "malformed_json",
  });
  for (const body of bad) {
    const answer = await shop.ask("POST", BOOK, { actor, body });
    expect(await problem(answer)).toEqual({ status: 400, code: "validation_failed" });
  }
  for (const search of ["limit=0", "limit=101", "limit=x", "cursor=!!", "cursor=WzFd", "page=2"]) {
    const answer = await shop.ask("GET", `${BOOK}?${search}`, { actor });
    expect(await problem(answer)).toEqual({ status: 400, code: "validation_failed" });
  }
  const list = await shop.ask("GET", BOOK, { actor });
  expect(await list.json()).toEqual({ data: [], nextCursor: null });
});
