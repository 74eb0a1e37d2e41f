import { expect, test } from "bun:test";
import { problemOf } from "#kernel/errors";
import { refuse } from "#kernel/result";
import { refusal, requireCommitted } from "./refusals.rules";

const bodyOf = (thrown: unknown) => problemOf(thrown, "req_1").body;

test("names the field when a problem is about one", () => {
  const message = "Must be the token of a link that is still valid.";
  expect(bodyOf(refusal("token_invalid"))).toMatchObject({
    code: "token_invalid",
    errors: [{ pointer: "/token", code: "token_invalid", message }],
  });
});

test("names no field when a problem is about none", () => {
  expect(bodyOf(refusal("unauthenticated"))).not.toHaveProperty("errors");
});

test("keeps the headers of a problem", () => {
  const headers = { RateLimit: '"proof";r=9;t=900' };
  expect(refusal("invalid_credentials", headers).headers).toEqual(headers);
});

test("throws the problem of the guard when a batch was refused", () => {
  const commit = () => requireCommitted(refuse("email_taken"), { email_taken: "email_taken" });
  expect(commit).toThrow(
    expect.objectContaining({
      code: "email_taken",
      errors: [expect.objectContaining({ pointer: "/email" })],
    }),
  );
});
