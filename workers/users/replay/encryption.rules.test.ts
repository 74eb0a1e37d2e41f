import { expect, test } from "bun:test";
import { seal, unseal } from "./encryption.rules";

const SECRET = "a secret of thirty-two characters";

test("opens what was sealed, for the same context and secret alone", async () => {
  const sealed = await seal(SECRET, "guest POST /x key", "naïve ✓");
  expect(await unseal(SECRET, "guest POST /x key", sealed)).toBe("naïve ✓");
  expect(await unseal(SECRET, "guest POST /x other", sealed)).toBeUndefined();
  expect(await unseal("another secret", "guest POST /x key", sealed)).toBeUndefined();
});

test("does not open what was tampered with or never sealed", async () => {
  const sealed = await seal(SECRET, "context", "text");
  const flipped = sealed.slice(0, -2) + (sealed.endsWith("AA") ? "BB" : "AA");
  for (const text of [flipped, "", ".", "no", "!.!", sealed.slice(0, 10)]) {
    expect(await unseal(SECRET, "context", text)).toBeUndefined();
  }
});

test("shows nothing of the text, and never the same twice", async () => {
  const twice = await Promise.all([1, 2].map(() => seal(SECRET, "context", "the very text")));
  expect(twice[0]).not.toBe(twice[1]);
  expect(atob((twice[0]?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))).not.toContain(
    "very",
  );
});
