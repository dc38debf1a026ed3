/** @file A mistake of the page's own, said in place of a blank screen. */
import { Component, type ReactNode } from "react";
import { Banner } from "./banner.tsx";

interface NetProps {
  readonly text: string;
  readonly children: ReactNode;
}

export class SafetyNet extends Component<NetProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Banner text={this.props.text} /> : this.props.children;
  }
}
