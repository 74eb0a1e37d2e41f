import { PersonalData } from "#gateway/contract";
import { defineRoute } from "#kernel/routes/definition";

export const exportPersonalData = defineRoute({
  method: "GET",
  path: "/v1/me/export",
  operation: "exportPersonalData",
  summary: "Export everything stored about the account",
  description:
    "Requires a sign-in within the last ten minutes. The account's owner gets a mail about each export. The export is complete: when one service does not answer, the answer is 503.",
  tag: "account",
  access: "session",
  rate: "mail",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: PersonalData },
  problems: ["step_up_required"],
  headers: ["Content-Disposition"],
  example: {
    answer: {
      exportedAt: "2026-11-26T09:30:00.000Z",
      account: {
        id: "usr_01kb0c6w3mexample00000000000000000000",
        email: "ada@example.com",
        name: "Ada Lovelace",
        createdAt: "2026-03-01T08:00:00.000Z",
      },
      addresses: [
        {
          id: "adr_01kb0c6w3mexample00000000000000000000",
          name: "Ada Lovelace",
          line1: "12 Corner Street",
          city: "Berlin",
          postalCode: "10115",
          country: "DE",
        },
      ],
      consents: [],
      sessions: [],
      secondFactors: { email: null, totp: null, recoveryCodesLeft: 0 },
      challenges: [],
      audit: [],
      carts: [],
      orders: [],
      payments: [],
      savedCards: [],
      reviews: [],
      customerGroups: [],
      wishlist: [],
      messages: [],
      mailSuppression: null,
    },
  },
});
