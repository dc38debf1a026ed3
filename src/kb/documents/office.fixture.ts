/** @file Writes small ZIP archives and DOCX documents for tests. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFixture {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the archive says instead of its size when unpacked. */
  readonly claimedBytes?: number;
  readonly isLocked?: boolean;
}

export function makeZip(entries: readonly ZipFixture[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedBytes, isLocked = false } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isLocked ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const made = Buffer.from([20, 0]);
    directory.push(
      Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), made, common, rest, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml";

export interface DocxSettings {
  readonly title?: string;
  /** The text of its footnote number 1. */
  readonly footnote?: string;
  readonly more?: readonly ZipFixture[];
}

/** `body` is WordprocessingML; `paragraph` and `tableXml` write some. */
export function makeDocx(
  body: string,
  { title = "", footnote = "", more = [] }: DocxSettings = {},
): Uint8Array {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  return makeZip([
    {
      name: "[Content_Types].xml",
      content: `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MAIN}.document.main+xml"/><Override PartName="/word/footnotes.xml" ContentType="${MAIN}.footnotes+xml"/></Types>`,
    },
    {
      name: "_rels/.rels",
      content: `<Relationships xmlns="${PACKAGE}/relationships">${relation("r1", "officeDocument", "word/document.xml")}</Relationships>`,
    },
    {
      name: "word/_rels/document.xml.rels",
      content: `<Relationships xmlns="${PACKAGE}/relationships">${relation("r1", "footnotes", "footnotes.xml")}${relation("r2", "styles", "styles.xml")}</Relationships>`,
    },
    {
      name: "word/styles.xml",
      content: `<w:styles ${NAMESPACE}>${[1, 2].map((level) => `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`).join("")}</w:styles>`,
    },
    {
      name: "word/footnotes.xml",
      content: `<w:footnotes ${NAMESPACE}><w:footnote w:id="1">${paragraph(footnote)}</w:footnote></w:footnotes>`,
    },
    {
      name: "docProps/core.xml",
      content: `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></cp:coreProperties>`,
    },
    { name: "word/document.xml", content: `<w:document ${NAMESPACE}><w:body>${body}</w:body></w:document>` },
    ...more,
  ]);
}

export function paragraph(text: string, style?: string): string {
  const styled = style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${styled}<w:r><w:t>${text}</w:t></w:r></w:p>`;
}

export const FOOTNOTE_MARK = '<w:r><w:footnoteReference w:id="1"/></w:r>';

export function tableXml(rows: readonly (readonly string[])[]): string {
  return `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`).join("")}</w:tbl>`;
}
