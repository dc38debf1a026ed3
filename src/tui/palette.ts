/** @file What text can be painted with. A view names the meaning; the palette decides whether it has a colour. */
import { styleText } from "node:util";

type Paint = (text: string) => string;

export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly accent: Paint;
  readonly good: Paint;
  readonly warning: Paint;
  readonly bad: Paint;
}

const asIs: Paint = (text) => text;

export const plainPalette: Palette = {
  bold: asIs,
  dim: asIs,
  accent: asIs,
  good: asIs,
  warning: asIs,
  bad: asIs,
};

export const colourPalette: Palette = {
  bold: (text) => styleText("bold", text),
  dim: (text) => styleText("dim", text),
  accent: (text) => styleText("cyan", text),
  good: (text) => styleText("green", text),
  warning: (text) => styleText("yellow", text),
  bad: (text) => styleText("red", text),
};
