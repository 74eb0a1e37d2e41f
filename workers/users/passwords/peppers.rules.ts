/**
 * The peppers by version, out of `2:newer,1:older`; without a version it is 1. The highest one makes
 * new hashes; an older one is kept until the accounts that have it have signed in once.
 */
export const peppersIn = (text: string) => {
  const entries = text.split(",").map((item): [number, string] => {
    const [, version, secret] = /^(\d+):(.+)$/.exec(item.trim()) ?? [];
    return version && secret ? [Number(version), secret] : [1, item.trim()];
  });
  const secrets = new Map(entries);
  return {
    current: Math.max(...secrets.keys()),
    /** @throws when an account's pepper was dropped too early */
    secret(version: number) {
      const secret = secrets.get(version);
      if (!secret) throw new Error(`PASSWORD_PEPPER lacks version ${version}`);
      return secret;
    },
  };
};
