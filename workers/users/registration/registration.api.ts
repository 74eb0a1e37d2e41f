import { defineRoute } from "#kernel/routes/definition";
import { Register, SignedIn } from "#users/credentials.contract";
import { SIGNED_IN_EXAMPLE } from "#users/sessions/signed-in.example.rules";

export const register = defineRoute({
  method: "POST",
  path: "/v1/auth/register",
  operation: "register",
  summary: "Register an account and sign in",
  description: [
    "Mails a link that verifies the address. With `transport: cookie` the refresh token and the device token",
    "are in cookies that scripts cannot read. Where the shop checks for humans, send the Turnstile token in",
    "the header `Turnstile-Token`.",
  ].join("\n"),
  tag: "sessions",
  access: "public",
  rate: "mail",
  idempotency: "key",
  body: Register,
  query: null,
  answers: { 201: SignedIn },
  problems: [
    "email_taken",
    "password_too_common",
    "human_check_required",
    "human_check_failed",
    "csrf_refused",
    "conflict",
  ],
  headers: ["Set-Cookie"],
  example: {
    body: {
      email: "ada@example.com",
      password: "seven lanterns by the door",
      name: "Ada Lovelace",
    },
    answer: { ...SIGNED_IN_EXAMPLE, user: { ...SIGNED_IN_EXAMPLE.user, emailVerified: false } },
  },
});
