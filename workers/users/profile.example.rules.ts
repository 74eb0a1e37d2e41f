import type { UserView } from "#contract/users";

/** The account in the API reference's examples. */
export const PROFILE_EXAMPLE: UserView = {
  id: "usr_01kb0c6w3mexample00000000000000000000",
  email: "ada@example.com",
  name: "Ada Lovelace",
  emailVerified: true,
  roles: ["customer"],
  createdAt: "2026-11-20T08:00:00.000Z",
  updatedAt: "2026-11-26T09:30:00.000Z",
};
