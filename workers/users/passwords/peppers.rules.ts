/**
 * Parses peppers by version, such as `2:newer,1:older`. The default version is 1. The pepper with the
 * highest version makes new hashes. Keep an older pepper until the accounts with its hashes have signed in
 * once.
 */
export const peppersIn = (text: string) => {
  const entries = text.split(",").map((item): [number, string] => {
    const [, version, secret] = /^(\d+):(.+)$/.exec(item.trim()) ?? [];
    return version && secret ? [Number(version), secret] : [1, item.trim()];
  });
  const secrets = new Map(entries);
  return {
    current: Math.max(...secrets.keys()),
    /** @throws when the pepper of a stored hash was removed */
    secret(version: number) {
      const secret = secrets.get(version);
      if (!secret) throw new Error(`PASSWORD_PEPPER lacks version ${version}`);
      return secret;
    },
  };
};
