import { defineRoute } from "#kernel/routes/definition";
import { Login, PENDING_SIGN_IN, SignedIn, TwoFactorCode } from "#users/credentials.contract";
import { SIGNED_IN_EXAMPLE } from "#users/sessions/signed-in.example.rules";

/** The properties that the routes for the password and the second factor share. */
const OF_SIGN_IN = {
  tag: "sessions",
  method: "POST",
  access: "public",
  rate: "code",
  idempotency: "key",
  query: null,
  answers: { 200: SignedIn },
  headers: ["Set-Cookie"],
} as const;

export const signIn = defineRoute({
  ...OF_SIGN_IN,
  path: "/v1/auth/login",
  operation: "signIn",
  summary: "Sign in with a password",
  description: [
    "An unknown address and a wrong password get the same answer. An account with a second factor gets",
    "`second_factor_required`: finish the sign-in with its `challengeId` and a code. With `transport: cookie`",
    "the refresh token and the device token are in cookies that scripts cannot read.",
  ].join("\n"),
  body: Login,
  problems: [
    "invalid_credentials",
    { code: "second_factor_required", members: PENDING_SIGN_IN },
    "account_disabled",
    "csrf_refused",
    "conflict",
  ],
  example: {
    body: { email: "ada@example.com", password: "seven lanterns by the door" },
    answer: SIGNED_IN_EXAMPLE,
  },
});

export const finishSignIn = defineRoute({
  ...OF_SIGN_IN,
  path: "/v1/auth/second-factor",
  operation: "finishSignIn",
  summary: "Finish a sign-in with a second factor",
  description: "`code` is the code of the mail or the authenticator app, or a recovery code.",
  body: TwoFactorCode,
  problems: ["second_factor_invalid", "account_disabled", "csrf_refused", "conflict"],
  example: {
    body: { challengeId: "chl_01kb0c6w3mexample00000000000000000000", code: "482910" },
    answer: SIGNED_IN_EXAMPLE,
  },
});
