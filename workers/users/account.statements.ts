import { users } from "#db/users/schema";
import type { Role } from "#kernel/actor";

/** An account without its password hash and second factors. */
export interface Account {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  emailVerifiedAt: number | null;
  disabledAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

/** The columns to select for an account. */
export const ACCOUNT = {
  id: users.id,
  email: users.email,
  name: users.name,
  roles: users.roles,
  emailVerifiedAt: users.emailVerifiedAt,
  disabledAt: users.disabledAt,
  version: users.version,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
};
