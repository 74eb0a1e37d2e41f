/** The members of ioredis-mock that the embedded engine uses. The package has no types. */
declare module "ioredis-mock" {
  /** A value in ioredis-mock's form: a hash is an object, a list an array, a sorted set a Map. */
  export type Stored =
    | string
    | Buffer
    | string[]
    | Set<string>
    | Map<string, { score: number; value: string }>
    | Record<string, string>;
  class RedisMock {
    /** The functions that convert arguments and replies to ioredis' form. */
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
    context: {
      modifiedKeyEvents: { on(event: "modified", onChange: (key: string) => void): void };
    };
    disconnect(): void;
  }
  export default RedisMock;
}
