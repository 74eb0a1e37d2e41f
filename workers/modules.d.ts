/** What the bundler of Workers makes of files that are no scripts; dev/modules.ts has Bun do the same. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*.bin" {
  const bytes: ArrayBuffer;
  export default bytes;
}
declare module "*.lua" {
  const text: string;
  export default text;
}
declare module "*.ttf" {
  const bytes: ArrayBuffer;
  export default bytes;
}
