package dev.plumb.cli.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Handles signals of the operating system.
 *
 * <p>Uses {@code sun.misc.Signal}, the only API, by reflection: javac warns about its use, the
 * warning cannot be suppressed, and warnings are errors here.
 */
public final class Signals {

  private final List<String> names;
  private final Class<?> signal;
  private final Method handle;
  private final Object restore;

  private Signals(List<String> names, Runnable onSignal) throws ReflectiveOperationException {
    this.names = names;
    this.signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    this.handle = signal.getMethod("handle", signal, handler);
    this.restore = handler.getField("SIG_DFL").get(null);
    InvocationHandler onCall =
        (proxy, method, args) ->
            switch (method.getName()) {
              case "handle" -> {
                onSignal.run();
                yield null;
              }
              case "equals" -> proxy == args[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "signal handler";
            };
    set(Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onCall));
  }

  /**
   * Calls back at each of the signals, on a separate thread, until {@link #restore()}.
   *
   * @param names without the prefix SIG: {@code INT}
   */
  public static Signals on(List<String> names, Runnable onSignal) {
    try {
      return new Signals(names, onSignal);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Every JDK with jdk.unsupported has sun.misc.Signal.", e);
    }
  }

  /** Restores the default action, which ends the process. */
  public void restore() {
    try {
      set(restore);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void set(Object handler) throws ReflectiveOperationException {
    for (String name : names) {
      handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    }
  }
}
