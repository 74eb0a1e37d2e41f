import { ProfilePatch, UserView } from "#contract/users";
import { defineRoute } from "#kernel/routes/definition";
import { PROFILE_EXAMPLE } from "#users/profile.example.rules";

/** The properties that all routes of the profile share. */
const OF_PROFILE = { tag: "account", access: "user", rate: "account" } as const;

export const readProfile = defineRoute({
  ...OF_PROFILE,
  method: "GET",
  path: "/v1/me",
  operation: "readProfile",
  summary: "Read the own profile",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: UserView },
  problems: [],
  example: { answer: PROFILE_EXAMPLE },
});

export const changeProfile = defineRoute({
  ...OF_PROFILE,
  method: "PATCH",
  path: "/v1/me",
  operation: "changeProfile",
  summary: "Change the own profile",
  idempotency: "key",
  body: ProfilePatch,
  query: null,
  answers: { 200: UserView },
  problems: ["conflict"],
  example: { body: { name: "Ada Lovelace" }, answer: PROFILE_EXAMPLE },
});
