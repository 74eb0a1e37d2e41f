import { defineRoute } from "#kernel/routes/definition";
import { PasswordProof } from "#users/credentials.contract";

export const eraseAccount = defineRoute({
  method: "DELETE",
  path: "/v1/me",
  operation: "eraseAccount",
  summary: "Erase the own account",
  description: [
    "Deletes personal data in every part of the shop and keeps the records of money. Requires the current",
    "password, or a sign-in within the last ten minutes. The session ends with the account, so a repetition",
    "answers 401.",
  ].join("\n"),
  tag: "account",
  access: "session",
  rate: "code",
  idempotency: "repeatable",
  body: PasswordProof.optional(),
  query: null,
  answers: { 204: { description: "The account is erased." } },
  problems: ["invalid_credentials", "step_up_required", "last_admin", "idempotency_key_invalid"],
  example: { body: { currentPassword: "seven lanterns by the door" }, answer: null },
});
