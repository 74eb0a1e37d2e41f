import { expect, test } from "bun:test";
import { decrypt, encrypt } from "./encryption.rules";

const SECRET = "a secret of thirty-two characters";

test("decrypts a text with the same context and secret only", async () => {
  const encrypted = await encrypt({
    secret: SECRET,
    context: "guest POST /x key",
    text: "naïve ✓",
  });
  expect(await decrypt({ secret: SECRET, context: "guest POST /x key", encrypted })).toBe(
    "naïve ✓",
  );
  expect(
    await decrypt({ secret: SECRET, context: "guest POST /x other", encrypted }),
  ).toBeUndefined();
  expect(
    await decrypt({ secret: "another secret", context: "guest POST /x key", encrypted }),
  ).toBeUndefined();
});

test("returns undefined when the encrypted text was changed or is not an encrypted text", async () => {
  const encrypted = await encrypt({ secret: SECRET, context: "context", text: "text" });
  const flipped = encrypted.slice(0, -2) + (encrypted.endsWith("AA") ? "BB" : "AA");
  for (const text of [flipped, "", ".", "no", "!.!", encrypted.slice(0, 10)]) {
    expect(await decrypt({ secret: SECRET, context: "context", encrypted: text })).toBeUndefined();
  }
});

test("encrypts the same text differently each time", async () => {
  const twice = await Promise.all(
    [1, 2].map(() => encrypt({ secret: SECRET, context: "context", text: "the very text" })),
  );
  expect(twice[0]).not.toBe(twice[1]);
  expect(atob((twice[0]?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))).not.toContain(
    "very",
  );
});
