/** The part of ioredis-mock that the embedded engine uses; the package brings no types. */
declare module "ioredis-mock" {
  /** How ioredis-mock keeps a value: a hash as an object, a list as an array, a sorted set as a Map. */
  export type Stored =
    | string
    | Buffer
    | string[]
    | Set<string>
    | Map<string, { score: number; value: string }>
    | Record<string, string>;
  class RedisMock {
    /** ioredis' rewriting of arguments and replies. */
    static Command: { transformers: { argument: object; reply: object } };
    constructor(options: { host: string });
    data: {
      delete(key: string): void;
      get(key: string): Stored | undefined;
      has(key: string): boolean;
      keys(): string[];
      set(key: string, value: Stored): void;
    };
    expires: {
      delete(key: string): void;
      get(key: string): number | undefined;
      has(key: string): boolean;
      set(key: string, atMs: number): void;
    };
    context: { modifiedKeyEvents: { on(event: "modified", hear: (key: string) => void): void } };
    disconnect(): void;
  }
  export default RedisMock;
}
