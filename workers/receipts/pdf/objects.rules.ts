import { joined } from "./bytes.rules";

/** The number of an object in a PDF file. */
export type ObjectId = number;

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Writes a dictionary whose values are written already. */
export const dict = (entries: Readonly<Record<string, string | number>>) =>
  `<< ${Object.entries(entries)
    .map(([name, value]) => `/${name} ${value}`)
    .join(" ")} >>`;

export const list = (items: readonly (string | number)[]) => `[${items.join(" ")}]`;

export const ref = (id: ObjectId) => `${id} 0 R`;

const hexOf = (units: Iterable<number>, digits: number) =>
  Array.from(units, (unit) => unit.toString(16).padStart(digits, "0"))
    .join("")
    .toUpperCase();

/** Returns the digits of a text in UTF-16, big endian. */
export const utf16Hex = (text: string) =>
  hexOf(
    Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)),
    4,
  );

/** Writes a text in any script. */
export const textString = (text: string) => `<FEFF${utf16Hex(text)}>`;

/** Writes a number with at most three decimals, which is a thousandth of a point. */
export const decimal = (value: number) => String(Math.round(value * 1000) / 1000);

/** Writes a time in UTC; the start of 1970 for a text that is no time. */
export const dateString = (iso: string) => {
  const time = Date.parse(iso);
  const digits = new Date(Number.isNaN(time) ? 0 : time).toISOString().replace(/\D/g, "");
  return `(D:${digits.slice(0, 14)}Z)`;
};

const compressed = async (bytes: Uint8Array<ArrayBuffer>) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** The comment of four bytes beyond ASCII tells programs that the file is not text. */
const HEADER = joined([bytesOf("%PDF-1.7\n%"), new Uint8Array([0xe2, 0xe3, 0xcf, 0xd3, 0x0a])]);

/** The table of the objects' positions has lines of exactly twenty bytes. */
const positionLine = (position: number) => `${String(position).padStart(10, "0")} 00000 n \n`;

/** Collects the objects of a PDF file (ISO 32000), and writes it. Equal objects give equal bytes. */
export const pdfObjects = () => {
  const bodies: Uint8Array[] = [];

  /** Returns an id for an object that is put later. */
  const reserve = (): ObjectId => bodies.push(new Uint8Array());
  const put = (id: ObjectId, body: string) => {
    bodies[id - 1] = bytesOf(body);
  };

  return {
    reserve,
    put,
    add(body: string): ObjectId {
      const id = reserve();
      put(id, body);
      return id;
    },
    async addStream(content: Uint8Array<ArrayBuffer> | string, entries = {}): Promise<ObjectId> {
      const id = reserve();
      const data = await compressed(typeof content === "string" ? bytesOf(content) : content);
      const head = dict({ ...entries, Length: data.length, Filter: "/FlateDecode" });
      bodies[id - 1] = joined([bytesOf(`${head}\nstream\n`), data, bytesOf("\nendstream")]);
      return id;
    },
    /** Returns the bytes of the file. */
    async file(root: ObjectId, info: ObjectId): Promise<ArrayBuffer> {
      const parts = [HEADER];
      let position = HEADER.length;
      const positions = bodies.map((body, at) => {
        const part = joined([bytesOf(`${at + 1} 0 obj\n`), body, bytesOf("\nendobj\n")]);
        const start = position;
        parts.push(part);
        position += part.length;
        return positionLine(start);
      });
      const digest = await crypto.subtle.digest("SHA-256", joined(parts));
      const id = `<${hexOf(new Uint8Array(digest, 0, 16), 2)}>`;
      const size = bodies.length + 1;
      const trailer = dict({ Size: size, Root: ref(root), Info: ref(info), ID: list([id, id]) });
      const table = `xref\n0 ${size}\n0000000000 65535 f \n${positions.join("")}`;
      parts.push(bytesOf(`${table}trailer\n${trailer}\nstartxref\n${position}\n%%EOF\n`));
      return joined(parts).buffer;
    },
  };
};
export type PdfObjects = ReturnType<typeof pdfObjects>;
