import { defineRoute } from "#kernel/routes/definition";
import {
  PasswordProof,
  RecoveryCodes,
  SecondFactors,
  SecondFactorsPatch,
  TotpCode,
  TotpOffer,
} from "#users/credentials.contract";

const PATH = "/v1/me/second-factors";
const FACTORS_EXAMPLE: SecondFactors = { email: true, totp: false, recoveryCodesLeft: 0 };
const PROOF_EXAMPLE = { currentPassword: "seven lanterns by the door" };
const CODES_EXAMPLE: RecoveryCodes = {
  recoveryCodes: ["0f3k-9m2t-7qxa-5hdw", "6b8n-1rvc-4ysj-2gpe"],
};

/** The properties that all routes share that change second factors. */
const OF_CHANGE = {
  tag: "account",
  access: "session",
  rate: "code",
  idempotency: "key",
  query: null,
} as const;

export const readSecondFactors = defineRoute({
  method: "GET",
  path: PATH,
  operation: "readSecondFactors",
  summary: "Read which second factors the own account has",
  tag: "account",
  access: "user",
  rate: "account",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: SecondFactors },
  problems: [],
  example: { answer: FACTORS_EXAMPLE },
});

export const changeSecondFactors = defineRoute({
  ...OF_CHANGE,
  method: "PATCH",
  path: PATH,
  operation: "changeSecondFactors",
  summary: "Enable or disable codes by mail, or disable the authenticator app",
  description: "Codes by mail require a verified address.",
  body: SecondFactorsPatch,
  answers: { 200: SecondFactors },
  problems: ["invalid_credentials", "conflict"],
  example: { body: { ...PROOF_EXAMPLE, email: true }, answer: FACTORS_EXAMPLE },
});

export const offerTotp = defineRoute({
  ...OF_CHANGE,
  method: "POST",
  path: `${PATH}/totp`,
  operation: "offerTotp",
  summary: "Request a secret for an authenticator app",
  description: "The first code of the app enables it.",
  body: PasswordProof,
  answers: { 200: TotpOffer },
  problems: ["invalid_credentials", "conflict"],
  example: {
    body: PROOF_EXAMPLE,
    answer: {
      secret: "EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAM",
      uri: "otpauth://totp/Corner%20Shop:ada%40example.com?issuer=Corner%20Shop&secret=EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAM&algorithm=SHA1&digits=6&period=30",
    },
  },
});

export const confirmTotp = defineRoute({
  ...OF_CHANGE,
  method: "POST",
  path: `${PATH}/totp/confirm`,
  operation: "confirmTotp",
  summary: "Enable the authenticator app by its first code",
  description: "Returns ten recovery codes, which are shown once.",
  body: TotpCode,
  answers: { 200: RecoveryCodes },
  problems: ["second_factor_invalid", "conflict"],
  example: { body: { code: "482910" }, answer: CODES_EXAMPLE },
});

export const renewRecoveryCodes = defineRoute({
  ...OF_CHANGE,
  method: "POST",
  path: `${PATH}/recovery-codes`,
  operation: "renewRecoveryCodes",
  summary: "Replace all recovery codes",
  description: "Returns ten recovery codes, which are shown once. Requires an authenticator app.",
  body: PasswordProof,
  answers: { 200: RecoveryCodes },
  problems: ["invalid_credentials", "conflict"],
  example: { body: PROOF_EXAMPLE, answer: CODES_EXAMPLE },
});
