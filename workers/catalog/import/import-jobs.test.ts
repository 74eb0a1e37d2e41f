import { afterEach, beforeEach, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { Job } from "#catalog/jobs.contract";
import { asStaff } from "#catalog/staff.testing";
import { shopifyFile, type TestCatalog, testCatalog } from "#catalog/testing";
import { importParts, jobErrors, jobs } from "#db/catalog/job.schema";
import { dispatch } from "#kernel/events/events";
import { inCall, userActor } from "#kernel/testing";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const row = (nth: number, price = "9.90") =>
  `cup-${nth},Cup ${nth},,,Cups,,TRUE,Title,Default Title,,shopify,5,deny,${price},,,,,active`;
const fileOf = (count: number, price?: string) =>
  shopifyFile(...Array.from({ length: count }, (_, nth) => row(nth, price)));

const STAFF = userActor("staff");
const send = async (file: string, headers: Record<string, string> = {}) => {
  const answer = await catalog.ask("/v1/admin/products/import", {
    method: "POST",
    actor: STAFF,
    body: file,
    headers: { "content-type": "text/csv", prefer: "respond-async", ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Job };
};
const settle = async () => {
  while ((await catalog.deliver()).length > 0);
};
const jobOf = async ({ id }: Job) => (await asStaff(catalog)<Job>("GET", `/jobs/${id}`)).body;
const rowsIn = async (table: typeof jobs | typeof importParts) =>
  (await catalog.db.read.all<{ n: number }>(sql`select count(*) as n from ${table}`))[0]?.n;
const tally = (counts: object, variants: object = counts) => ({
  products: { created: 0, updated: 0, unchanged: 0, ...counts },
  variants: { created: 0, updated: 0, unchanged: 0, removed: 0, ...variants },
});

test("imports a file in the steps of a job, and changes nothing when it is imported again", async () => {
  const began = await send(fileOf(250));
  expect(began.status).toBe(202);
  expect(began.headers.get("location")).toBe(`/v1/admin/jobs/${began.body.id}`);
  expect(began.body).toMatchObject({ status: "queued", progress: { done: 0, total: 250 } });
  await settle();
  expect(await jobOf(began.body)).toMatchObject({
    ...{ kind: "products_import", status: "succeeded", progress: { done: 250, total: 250 } },
    report: tally({ created: 250 }),
  });
  expect((await catalog.product("cup-249")).variants[0]?.available).toBe(true);
  expect(await rowsIn(importParts)).toBe(0);

  const again = await send(fileOf(250));
  await settle();
  expect((await jobOf(again.body)).report).toEqual(tally({ unchanged: 250 }));
});

test("writes each part once when a step comes twice, and continues when a process dies", async () => {
  const { body: job } = await send(fileOf(150));
  const [event] = catalog.queue.published.splice(0);
  if (!event) throw new Error("No step is published.");
  const deliver = () => inCall(() => dispatch(catalog.handlers, event));
  await Promise.all([deliver(), deliver()]);
  await deliver();
  expect(await jobOf(job)).toMatchObject({
    ...{ status: "running", progress: { done: 100, total: 150 } },
    report: tally({ created: 100 }),
  });
  await settle();
  expect(await jobOf(job)).toMatchObject({
    ...{ status: "succeeded", progress: { done: 150 } },
    report: tally({ created: 150 }),
  });
});

test("lists the line of each row that it leaves out, and nothing of their products", async () => {
  const file = [
    fileOf(1),
    row(1, "cheap"),
    'cup-2,"open',
    row(3, ""),
    `cup-4,Cup 4${"x".repeat(300)},,,,,TRUE,Title,Default Title,,shopify,5,deny,1.00,,,,,active`,
    row(0),
  ].join("\n");
  const { body: job } = await send(file);
  await settle();
  const { errors, errorCount, resultUrl, report } = await jobOf(job);
  expect(errors.map(({ line, code }) => [line, code]).toSorted()).toEqual([
    [3, "row_left_out"],
    [4, "row_left_out"],
    [5, "row_left_out"],
    [6, "row_left_out"],
    [7, "row_left_out"],
  ]);
  expect([errorCount, resultUrl]).toEqual([5, `/v1/admin/jobs/${job.id}/errors`]);
  expect(report).toEqual(tally({ created: 1 }));
  expect((await catalog.ask("/v1/products/cup-1")).status).toBe(404);
});

test("lists 10,000 errors, and counts the others", async () => {
  const lines = Array.from({ length: 10_050 }, () => "cup,too few");
  const { body: job } = await send([fileOf(1), ...lines].join("\n"));
  await settle();
  expect(await jobOf(job)).toMatchObject({ status: "succeeded", errorCount: 10_050 });
  const [row] = await catalog.db.read.all<{ n: number }>(
    sql`select count(*) as n from ${jobErrors} where job_id = ${job.id}`,
  );
  expect(row?.n).toBe(10_000);
});

test.each([
  ["Name,Price\na,1", 400],
  [`${fileOf(1)}\n${"x".repeat(21 * 1024 * 1024)}`, 413],
])("keeps nothing of a file that it refuses: %#", async (file, status) => {
  expect((await send(file)).status).toBe(status);
  expect([await rowsIn(jobs), await rowsIn(importParts)]).toEqual([0, 0]);
  expect(catalog.queue.published).toEqual([]);
});

test("answers a repeated upload with the same job, and refuses its key for another file", async () => {
  const key = { "Idempotency-Key": "import-job-1" };
  const [first, second] = [await send(fileOf(3), key), await send(fileOf(3), key)];
  expect(second.body.id).toBe(first.body.id);
  expect((await send(fileOf(4), key)).status).toBe(422);
  expect([await rowsIn(jobs), await rowsIn(importParts)]).toEqual([1, 1]);
});

test("imports a file of over 1 MiB in a job without being asked to", async () => {
  const long = row(0).replace("Cup 0,", `Cup 0,${"word ".repeat(90_000)}`);
  const rows = Array.from({ length: 5 }, (_, nth) => long.replace("cup-0", `cup-${nth}`));
  const { status, body: job } = await send(shopifyFile(...rows), { prefer: "" });
  expect(status).toBe(202);
  await settle();
  expect(await jobOf(job)).toMatchObject({ status: "succeeded", report: tally({ created: 5 }) });
});

test("imports nothing more when the job is cancelled, and deletes its file", async () => {
  const { body: job } = await send(fileOf(150));
  await asStaff(catalog)("DELETE", `/jobs/${job.id}`);
  await settle();
  expect(await jobOf(job)).toMatchObject({ status: "cancelled", progress: { done: 0 } });
  expect(await rowsIn(importParts)).toBe(0);
});

test("deletes after an hour what an interrupted upload has left, which no one sees", async () => {
  const broken = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(new TextEncoder().encode(fileOf(150))),
  });
  const id = "job_0000000000000000000000000000000000";
  await broken.cancel();
  await catalog.db.write.insert(jobs).values({
    ...{ id, kind: "products_import", status: "queued", input: {}, total: 0, receiving: true },
    createdAt: catalog.clock.now(),
  });
  await catalog.db.write.insert(importParts).values({ jobId: id, position: 0, groups: [] });
  expect((await asStaff(catalog)("GET", `/jobs/${id}`)).status).toBe(404);
  expect(await inCall(() => catalog.pruneJobs())).toBe(0);
  catalog.clock.advance(3_600_001);
  expect(await inCall(() => catalog.pruneJobs())).toBe(1);
  expect(await rowsIn(importParts)).toBe(0);
});
