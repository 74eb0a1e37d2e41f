import { expect, test } from "bun:test";
import { scrypt } from "./scrypt.rules";

const bytes = (text: string) => new TextEncoder().encode(text);

test("derives the key of the test vector in RFC 7914, cut to 32 bytes", async () => {
  const derived = async (password: string, salt: string, ln: number, r: number, p: number) =>
    Buffer.from(await scrypt.derive(bytes(password), bytes(salt), { ln, r, p })).toString("hex");
  expect(await derived("password", "NaCl", 10, 8, 16)).toBe(
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162",
  );
  expect(await derived("pleaseletmein", "SodiumChloride", 14, 8, 1)).toBe(
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
  );
});
