/** @file What went wrong, said where it was asked for. */

export function Problem({ text }: { readonly text: string | undefined }) {
  return text === undefined ? undefined : (
    <p className="problem" role="alert">
      {text}
    </p>
  );
}
