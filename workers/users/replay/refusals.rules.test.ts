import { expect, test } from "bun:test";
import { problemOf } from "#kernel/errors";
import { refuse } from "#kernel/result";
import { refusal, requireCommitted } from "./refusals.rules";

const bodyOf = (thrown: unknown) => problemOf(thrown, "req_1").body;

test("returns the field's pointer when an error is about one field", () => {
  const message = "Must be the token of a link that is still valid.";
  expect(bodyOf(refusal("token_invalid"))).toMatchObject({
    code: "token_invalid",
    errors: [{ pointer: "/token", code: "token_invalid", message }],
  });
});

test("returns no field errors when an error is about no field", () => {
  expect(bodyOf(refusal("unauthenticated"))).not.toHaveProperty("errors");
});

test("keeps the headers of an error", () => {
  const headers = { RateLimit: '"proof";r=9;t=900' };
  expect(refusal("invalid_credentials", headers).headers).toEqual(headers);
});

test("throws the error of the guard that failed the batch", () => {
  const commit = () => requireCommitted(refuse("email_taken"), { email_taken: "email_taken" });
  expect(commit).toThrow(
    expect.objectContaining({
      code: "email_taken",
      errors: [expect.objectContaining({ pointer: "/email" })],
    }),
  );
});
