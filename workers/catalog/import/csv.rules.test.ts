import { expect, test } from "bun:test";
import { type CsvRow, csvRows, type LineError } from "#catalog/import/csv.rules";
import { AppError } from "#kernel/errors";

const streamOf = (
  file: string | Uint8Array<ArrayBuffer>,
  chunkBytes = file.length > 1000 ? 4096 : 7,
) => {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(stream) {
      if (at >= bytes.length) stream.close();
      else stream.enqueue(bytes.slice(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
};

const headerOf = (names: readonly string[]) => {
  if (!names.includes("a")) throw new AppError("validation_failed", "There is no column a.");
  return [...names];
};

const read = async (file: string | Uint8Array<ArrayBuffer>, chunkBytes?: number) => {
  const errors: LineError[] = [];
  const rows: CsvRow[] = [];
  const onError = (error: LineError) => errors.push(error);
  for await (const row of csvRows(streamOf(file, chunkBytes), { headerOf, onError }))
    rows.push(row);
  return { rows, errors };
};

test("returns each row with its first line for any chunks, byte-order mark and line breaks", async () => {
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
  "separates lines that end in %j for any chunk boundaries",
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

test("reports rows with another number of cells, and reads the other rows", async () => {
  const { rows, errors } = await read("a,b\n1,2\n1,2,3\n4,5\n6\n7,8");
  expect(rows.map(({ line }) => line)).toEqual([2, 4, 6]);
  expect(errors).toEqual([
    { line: 3, message: "has 3 cells; the header has 2" },
    { line: 5, message: "has 1 cells; the header has 2" },
  ]);
});

test("reports only the line of an unclosed quote when other quotes follow", async () => {
  for (const rest of ["5,6\n7,8\n", '5,"6, six"\n7,8\n', '5,6\n7,"eight\nlines"\n']) {
    const { rows, errors } = await read(`a,b\n1,2\n3,"four\n${rest}`);
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(errors).toEqual([{ line: 3, message: "opens a quote that is never closed" }]);
  }
  const blank = await read('a,b\n1,"two\n\n3,4\n  \n5,6\n');
  expect(blank.rows.map(({ line }) => line)).toEqual([4, 6]);
  expect(blank.errors.map(({ line }) => line)).toEqual([2]);
  const last = await read('a,b\n1,2\n3,"four');
  expect(last.rows).toHaveLength(1);
  expect(last.errors.map(({ line }) => line)).toEqual([3]);
});

test("reads a stray quote as a character, or reports only its line", async () => {
  const { rows, errors } = await read('a,b\n1,6" pipe 4"\n2,"x"y\n3"z,"u\n4,5\n');
  expect(rows.map(({ cells }) => cells.b)).toEqual(['6" pipe 4"', '"x"y', "5"]);
  expect(errors).toEqual([{ line: 4, message: "cannot be read; the header has 2" }]);
});

test("reports each line of a file of opened quotes within seconds", async () => {
  const startedAt = performance.now();
  const { errors } = await read(`a,b\n${'1,"x\n'.repeat(30_000)}`);
  expect(errors).toHaveLength(30_000);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test("refuses a file when its header is refused, or when it is empty", async () => {
  await expect(read("x,y\n1,2\n")).rejects.toMatchObject({ code: "validation_failed" });
  await expect(read("")).rejects.toMatchObject({ code: "validation_failed" });
});

/** Encodes each character as one byte, like ISO 8859-1 and Windows-1252. */
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test("leaves out lines that are not UTF-8 and keeps the others, for any chunk boundaries", async () => {
  const head = 'a,b\n1,plain\n2,"Gr\u00f6\u00dfe\n';
  const file = latin1(`${head}goes on"\r\n3,plain\n4,gr\u00fcn\n5,plain`);
  for (let chunkBytes = 1; chunkBytes <= file.length; chunkBytes += 1) {
    const { rows, errors } = await read(file, chunkBytes);
    expect(rows.map(({ cells }) => cells.a)).toEqual(["1", "3", "5"]);
    expect(errors).toEqual([
      { line: 3, message: "is not UTF-8" },
      { line: 6, message: "is not UTF-8" },
    ]);
  }
});

test("keeps the lines around an invalid byte in a long file", async () => {
  const file = new TextEncoder().encode(`a,b\n${"1,grün\n".repeat(2000)}`);
  const at = file.indexOf(0xc3, 10_000);
  file[at] = 0xff;
  const { rows, errors } = await read(file);
  expect(rows).toHaveLength(1999);
  expect(errors).toHaveLength(1);
  expect(rows.every(({ cells }) => cells.b === "grün")).toBe(true);
});

test("refuses a file when its header is not UTF-8, such as UTF-16", async () => {
  const utf16 = new Uint8Array(Uint16Array.from("\ufeffa,b\n1,2", (c) => c.charCodeAt(0)).buffer);
  await expect(read(utf16)).rejects.toMatchObject({ code: "validation_failed" });
});
