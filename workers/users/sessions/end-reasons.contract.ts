/** The reasons why a session ends before it expires. */
export const END_REASONS = [
  "logout",
  "refresh_reused",
  "revoked",
  "password_changed",
  "password_reset",
  "email_changed",
  "roles_changed",
  "disabled",
] as const;
