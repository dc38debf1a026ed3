/** @file A quiet line across the page. */

export function Banner({ text }: { readonly text: string }) {
  return (
    <p className="banner" role="status">
      {text}
    </p>
  );
}
