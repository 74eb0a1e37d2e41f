import { afterAll, beforeAll, expect, test } from "bun:test";
import { addresses } from "#db/users/schema";
import type { Actor } from "#kernel/actor";
import type { Page } from "#kernel/routes/page";
import { userActor } from "#kernel/testing";
import type { AddressView } from "#users/addresses.contract";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";
import { addAddress, BOOK, HOME } from "./testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const BOTH = { isDefaultShipping: true, isDefaultBilling: true };

const add = (actor: Actor, change: object = {}) => addAddress(shop, actor, change);
/** Sorts addresses like the list: by id, which starts with the time. */
const byId = (list: AddressView[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const problem = async (answer: Response) => ({
  status: answer.status,
  code: ((await answer.json()) as { code: string }).code,
});

test("stores the given fields of an address, and omits the others", async () => {
  const { actor } = await signedUp(shop);
  const home = await add(actor);
  expect(home).toEqual({ id: home.id, ...HOME, ...BOTH });
  expect(home.id).toStartWith("adr_");
  const office = await add(actor, { line2: "2nd floor", region: "BE", phone: "+49 30 1234567" });
  const read = await shop.ask("GET", `${BOOK}/${office.id}`, { actor });
  expect(await read.text()).toBe(JSON.stringify(office));
  const list = (await (await shop.ask("GET", BOOK, { actor })).json()) as Page<AddressView>;
  expect(list).toEqual({ data: byId([home, office]), nextCursor: null });
});

test("reads each page of addresses in one round trip, and returns it with an entity tag", async () => {
  const { actor } = await signedUp(shop);
  const added: AddressView[] = [];
  for (const city of ["A", "B", "C", "D", "E"]) added.push(await add(actor, { city }));
  const seen: AddressView[] = [];
  let cursor: string | null = "";
  let pages = 0;
  while (cursor !== null) {
    const path = `${BOOK}?limit=2${cursor ? `&cursor=${cursor}` : ""}`;
    const headers = { "x-request-id": `${actor.userId}-${pages}` };
    const answer = await shop.ask("GET", path, { actor, headers });
    expect(answer.headers.get("etag")).toBeString();
    expect(await shop.callsOf(`${actor.userId}-${pages}`)).toHaveLength(1);
    const page = (await answer.json()) as Page<AddressView>;
    seen.push(...page.data);
    cursor = page.nextCursor;
    pages += 1;
  }
  expect(seen.map(({ id }) => id)).toEqual(byId(added).map(({ id }) => id));
  expect(pages).toBe(3);
});

test("changes the given fields of an address, clears fields that are null, and keeps the others", async () => {
  const { actor } = await signedUp(shop);
  const { id } = await add(actor, { line2: "2nd floor", phone: "+49 30 1234567" });
  const patch = (body: unknown) => shop.ask("PATCH", `${BOOK}/${id}`, { actor, body });
  const changed = await patch({ city: "Hamburg", line2: null });
  const expected = { id, ...HOME, ...BOTH, city: "Hamburg", phone: "+49 30 1234567" };
  expect(await changed.json()).toEqual(expected);
  expect(await (await patch({})).json()).toEqual(expected);
  for (const body of [
    { city: null },
    { country: "Germany" },
    { country: "NL" },
    { postalCode: "1099" },
    { id: "adr_12345678" },
    { name: "" },
  ]) {
    expect(await problem(await patch(body))).toEqual({ status: 400, code: "validation_failed" });
  }
  const read = await shop.ask("GET", `${BOOK}/${id}`, { actor });
  expect(await read.json()).toEqual(expected);
});

test("keeps both changes when two requests change different fields of one address at once", async () => {
  const { actor } = await signedUp(shop);
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

test("replays each answer byte for byte when its idempotency key is repeated", async () => {
  const { actor } = await signedUp(shop);
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
  const deleted = await remove();
  expect(deleted.status).toBe(204);
  expect(deleted.headers.get("idempotent-replayed")).toBe("true");
  const another = await shop.ask("DELETE", `${BOOK}/${id}`, { actor });
  expect(await problem(another)).toEqual({ status: 404, code: "not_found" });
});

test("answers the same 404 for an address of another account as for a missing address", async () => {
  const [{ actor: owner }, { actor: other }] = [await signedUp(shop), await signedUp(shop)];
  const { id } = await add(owner);
  const attempts = [
    { method: "GET" },
    { method: "PATCH", body: { city: "Mine" } },
    { method: "PATCH", body: {} },
    { method: "DELETE" },
  ];
  for (const { method, body } of attempts) {
    const texts = await Promise.all(
      [id, "adr_00000000missing", "not-an-id", "%00"].map(async (pathId) => {
        const headers = { "x-request-id": "same-request" };
        const ask = { actor: other, headers, ...(body ? { body } : {}) };
        const answer = await shop.ask(method, `${BOOK}/${pathId}`, ask);
        expect(answer.status).toBe(404);
        return answer.text();
      }),
    );
    expect(new Set(texts).size).toBe(1);
    expect((await shop.ask(method, `${BOOK}/${id}`, body ? { body } : {})).status).toBe(401);
  }
  const read = await shop.ask("GET", `${BOOK}/${id}`, { actor: owner });
  expect(await read.json()).toEqual({ id, ...HOME, ...BOTH });
});

test("answers 400 to invalid addresses and unknown parameters", async () => {
  const { actor } = await signedUp(shop);
  const bad: unknown[] = [
    {},
    { ...HOME, country: "de" },
    { ...HOME, country: "XX" },
    { ...HOME, postalCode: "SW1Y 4JH" },
    { ...HOME, country: "US", postalCode: "20500" },
    { ...HOME, isDefaultShipping: "yes" },
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

test("reports the field of an address that breaks the rules of its country", async () => {
  const { actor } = await signedUp(shop);
  const body = { ...HOME, country: "CA", region: "Bavaria" };
  const answer = await shop.ask("POST", BOOK, { actor, body });
  const { errors } = (await answer.json()) as { errors: { pointer: string }[] };
  expect(errors.map(({ pointer }) => pointer)).toEqual(["/region", "/postalCode"]);
});

test("reports the same errors for a new address and for a change that break the rules of the country", async () => {
  const { actor } = await signedUp(shop);
  const errorsOf = async (answer: Response) =>
    ((await answer.json()) as { errors: unknown[] }).errors;
  const place = { country: "CA", region: "Bavaria", postalCode: "x" };
  const added = await errorsOf(
    await shop.ask("POST", BOOK, { actor, body: { ...HOME, ...place } }),
  );
  const { id } = (await (await shop.ask("POST", BOOK, { actor, body: HOME })).json()) as {
    id: string;
  };
  const changed = await errorsOf(await shop.ask("PATCH", `${BOOK}/${id}`, { actor, body: place }));
  expect(changed).toEqual(added);
  expect(changed).toMatchObject([
    { pointer: "/region", code: "region", message: expect.stringMatching(/^Must .+\.$/) },
    { pointer: "/postalCode", code: "postal_code", message: expect.stringMatching(/^Must .+\.$/) },
  ]);
});

test("accepts an address without the fields that its country does not use", async () => {
  const { actor } = await signedUp(shop);
  const harbour = { name: "Ho Kit", line1: "1 Harbour Road", country: "HK" };
  const body = { ...harbour, city: "Wan Chai", postalCode: "000" };
  const answer = await shop.ask("POST", BOOK, { actor, body: harbour });
  const { id, ...stored } = (await answer.json()) as AddressView;
  expect(stored).toEqual({ ...harbour, ...BOTH });
  const patch = (change: unknown) => shop.ask("PATCH", `${BOOK}/${id}`, { actor, body: change });
  expect(await (await patch(body)).json()).toEqual({ id, ...body, ...BOTH });
  const cleared = await patch({ city: null, postalCode: null });
  expect(await cleared.json()).toEqual({ id, ...harbour, ...BOTH });
  expect((await patch({ country: "DE" })).status).toBe(400);
});

test("stores the region's code when postal addresses of the country need it", async () => {
  const { actor } = await signedUp(shop);
  const us = { country: "US", postalCode: "10001", region: "new york" };
  const { id, region } = await add(actor, us);
  expect(region).toBe("NY");
  const patch = (body: unknown) => shop.ask("PATCH", `${BOOK}/${id}`, { actor, body });
  expect(await (await patch({ region: "California" })).json()).toMatchObject({ region: "CA" });
  expect((await patch({ region: null })).status).toBe(400);
  expect((await patch({ line1: "Somewhere else" })).status).toBe(200);
  const home = await patch({ country: "DE", postalCode: "10999", region: null });
  expect(await home.json()).not.toHaveProperty("region");
});

test("stores at most a hundred addresses of an account when many are added at once", async () => {
  const { actor } = await signedUp(shop);
  await add(actor);
  const columns = { ...HOME, isDefaultShipping: false, isDefaultBilling: false };
  const row = { ...columns, userId: actor.userId, createdAt: 1, updatedAt: 1 };
  await shop.db.write
    .insert(addresses)
    .values(Array.from({ length: 97 }, (_, at) => ({ ...row, id: `adr_${at + 10_000_000}` })));
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => shop.ask("POST", BOOK, { actor, body: HOME })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused && (await problem(refused))).toEqual({ status: 409, code: "conflict" });
});

test("stores no address when the account was erased", async () => {
  const answer = await shop.ask("POST", BOOK, { actor: userActor(), body: HOME });
  expect(await problem(answer)).toEqual({ status: 401, code: "unauthenticated" });
});
