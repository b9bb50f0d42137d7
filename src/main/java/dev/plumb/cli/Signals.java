package dev.plumb.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Listens to signals of the operating system.
 *
 * <p>By reflection on {@code sun.misc.Signal}, the one door there is: javac's warning about its
 * name cannot be answered in the source, and warnings are errors here.
 */
final class Signals {

  private final List<String> names;
  private final Class<?> signal;
  private final Method handle;
  private final Object restore;

  private Signals(List<String> names, Runnable heard) throws ReflectiveOperationException {
    this.names = names;
    this.signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    this.handle = signal.getMethod("handle", signal, handler);
    this.restore = handler.getField("SIG_DFL").get(null);
    InvocationHandler onCall =
        (proxy, method, args) ->
            switch (method.getName()) {
              case "handle" -> {
                heard.run();
                yield null;
              }
              case "equals" -> proxy == args[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "signal handler";
            };
    set(Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onCall));
  }

  /**
   * Calls back at each of the signals, on a thread of its own, until {@link #restore()}.
   *
   * @param names without SIG: {@code INT}
   */
  static Signals on(List<String> names, Runnable heard) {
    try {
      return new Signals(names, heard);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Every JDK with jdk.unsupported has sun.misc.Signal.", e);
    }
  }

  /** Lets the signals end the process again. */
  void restore() {
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
