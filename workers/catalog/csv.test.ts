import { expect, test } from "bun:test";
import { type CsvRow, csvRows, type LineError } from "./csv";

const streamOf = (text: string, chunkBytes = text.length > 1000 ? 4096 : 7) => {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(stream) {
      if (at >= bytes.length) stream.close();
      else stream.enqueue(bytes.slice(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
};

const read = async (text: string, chunkBytes?: number) => {
  const errors: LineError[] = [];
  const rows: CsvRow[] = [];
  const reading = { required: ["a"], onError: (error: LineError) => errors.push(error) };
  for await (const row of csvRows(streamOf(text, chunkBytes), reading)) rows.push(row);
  return { rows, errors };
};

test("rows come with the line they begin on, whatever the chunks, byte-order mark and line ends", async () => {
  const { rows, errors } = await read(
    '\ufeffa,b\r\n1,"two\r\n\r\nlines, ""quoted"""\r\n\r\n3,grün\r\n',
  );
  expect(rows).toEqual([
    { line: 2, cells: { a: "1", b: 'two\n\nlines, "quoted"' } },
    { line: 6, cells: { a: "3", b: "grün" } },
  ]);
  expect(errors).toEqual([]);
});

test.each(["\n", "\r\n", "\r"])(
  "lines that end in %j are lines, wherever a chunk ends",
  async (end) => {
    const text = ["a,b", "1,2", "3,4", ""].join(end);
    for (let chunkBytes = 1; chunkBytes <= text.length; chunkBytes += 1) {
      const { rows, errors } = await read(text, chunkBytes);
      expect([rows.map(({ line, cells }) => [line, cells.a]), errors]).toEqual([
        [
          [2, "1"],
          [3, "3"],
        ],
        [],
      ]);
    }
  },
);

test("lines of another width are named and the others go on", async () => {
  const { rows, errors } = await read("a,b\n1,2\n1,2,3\n4,5\n6\n7,8");
  expect(rows.map(({ line }) => line)).toEqual([2, 4, 6]);
  expect(errors).toEqual([
    { line: 3, message: "has 3 cells; the header has 2" },
    { line: 5, message: "has 1 cells; the header has 2" },
  ]);
});

test("a quote that is never closed spoils its own line alone, whatever quotes come after it", async () => {
  for (const rest of ["5,6\n7,8\n", '5,"6, six"\n7,8\n', '5,6\n7,"eight\nlines"\n']) {
    const { rows, errors } = await read(`a,b\n1,2\n3,"four\n${rest}`);
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(errors).toEqual([{ line: 3, message: "opens a quote that is never closed" }]);
  }
  const last = await read('a,b\n1,2\n3,"four');
  expect(last.rows).toHaveLength(1);
  expect(last.errors.map(({ line }) => line)).toEqual([3]);
});

test("a stray quote is a character like others, or spoils its own line alone", async () => {
  const { rows, errors } = await read('a,b\n1,6" pipe 4"\n2,"x"y\n3"z,"u\n4,5\n');
  expect(rows.map(({ cells }) => cells.b)).toEqual(['6" pipe 4"', '"x"y', "5"]);
  expect(errors).toEqual([{ line: 4, message: "cannot be read; the header has 2" }]);
});

test("a file of nothing but opened quotes is told line by line in good time", async () => {
  const startedAt = performance.now();
  const { errors } = await read(`a,b\n${'1,"x\n'.repeat(30_000)}`);
  expect(errors).toHaveLength(30_000);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test("a file without the needed columns, or without anything, is refused as a whole", async () => {
  await expect(read("x,y\n1,2\n")).rejects.toMatchObject({ code: "validation_failed" });
  await expect(read("")).rejects.toMatchObject({ code: "validation_failed" });
});
