package dev.plumb.remote;

import dev.plumb.diagnostic.Diagnostic;

/** No connection could be made: refused, no such host, a host key or a login not accepted. */
public final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Diagnostic reason;

  public UnreachableException(Diagnostic reason) {
    super(reason.summary() + ": " + reason.detail(), null, false, false);
    this.reason = reason;
  }

  public Diagnostic reason() {
    return reason;
  }
}
