/** @file How large a document may be. */
import { z } from "zod";

export const documentLimits = z.object({
  /** Size of the file. */
  fileBytes: z
    .int()
    .positive()
    .default(200 * 1024 * 1024),
  /** Size of what is packed in a DOCX or XLSX file. */
  unpackedBytes: z
    .int()
    .positive()
    .default(400 * 1024 * 1024),
  /** Pages of a PDF that are read; the text says so where there are more. */
  pdfPages: z.int().positive().default(5_000),
  /** Cells in which something stands, of all sheets of a workbook or of a CSV file. */
  cells: z.int().positive().default(1_000_000),
  /** From the clock on the wall, which runs on while the processor has other work. */
  seconds: z.number().positive().default(300),
});

export type DocumentLimits = z.infer<typeof documentLimits>;

/** `12 MB`, `800 bytes`. */
export function bytesText(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${Math.round(bytes / (1024 * 1024))} MB`;
}
