/** @file The package brings no types. */
declare module "unbzip2-stream" {
  function unbzip2Stream(): NodeJS.ReadWriteStream;
  export = unbzip2Stream;
}
