import { Component, type ReactNode } from 'react';
import { ErrorState } from '../components/ui/states.tsx';

/** Catches what a page throws while drawing and says so in its place. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { fault: unknown }> {
  override state: { fault: unknown } = { fault: null };

  static getDerivedStateFromError(fault: unknown) {
    return { fault };
  }

  override render() {
    if (this.state.fault === null) return this.props.children;
    return <ErrorState fault={this.state.fault} onRetry={() => this.setState({ fault: null })} />;
  }
}
