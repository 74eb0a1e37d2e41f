/** Returns an idempotency key as the value of a tag, which has no colons: https://resend.com/docs/dashboard/emails/tags */
export const tagOf = (key: string) => key.replaceAll(":", "-");

/** Returns the key of a tag. Ids of messages have no hyphens. */
export const keyOfTag = (tag: string) => tag.replaceAll("-", ":");
