package dev.plumb.module;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a spec of the values of its components. */
interface SpecConstructor<S> {

  S construct(@Nullable Object[] values) throws ReflectiveOperationException;

  /** The canonical constructor of a record; throws what the constructor throws. */
  static <S extends Record> SpecConstructor<S> of(Class<S> spec) {
    try {
      Constructor<S> constructor =
          spec.getDeclaredConstructor(
              Stream.of(spec.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return values -> {
        try {
          return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw e;
        }
      };
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException("must be a record: " + spec, e);
    }
  }
}
