/** @file Custom properties of CSS, which React's own types leave out. */
import "react";

declare module "react" {
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
