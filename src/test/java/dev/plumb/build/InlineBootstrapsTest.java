package dev.plumb.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InlineBootstrapsTest {

  /** A component of every kind. */
  record Every(
      boolean z,
      byte b,
      short s,
      char c,
      int i,
      long l,
      float f,
      double d,
      @Nullable String text) {}

  record None() {}

  sealed interface Shape {}

  record Dot() implements Shape {}

  record Line(int length) implements Shape {}

  /** What is compared before and after the step: everything that both halves of it write out. */
  public static final class Answers implements Callable<List<Object>> {

    private static final List<Every> EACH =
        List.of(
            new Every(false, (byte) 0, (short) 0, 'a', 0, 0, 0f, 0d, null),
            new Every(true, (byte) 0, (short) 0, 'a', 0, 0, 0f, 0d, null),
            new Every(false, (byte) 1, (short) 0, 'a', 0, 0, 0f, 0d, null),
            new Every(false, (byte) 0, (short) 1, 'a', 0, 0, 0f, 0d, null),
            new Every(false, (byte) 0, (short) 0, 'b', 0, 0, 0f, 0d, null),
            new Every(false, (byte) 0, (short) 0, 'a', 1, 0, 0f, 0d, null),
            new Every(false, (byte) 0, (short) 0, 'a', 0, 1L << 40, 0f, 0d, null),
            new Every(false, (byte) 0, (short) 0, 'a', 0, 0, Float.NaN, 0d, null),
            new Every(false, (byte) 0, (short) 0, 'a', 0, 0, -0f, 0d, null),
            new Every(false, (byte) 0, (short) 0, 'a', 0, 0, 0f, Double.NaN, null),
            new Every(false, (byte) 0, (short) 0, 'a', 0, 0, 0f, -0d, null),
            new Every(false, (byte) 0, (short) 0, 'a', 0, 0, 0f, 0d, "x"));

    @Override
    public List<Object> call() {
      Stream<Object> equal = EACH.stream().flatMap(a -> EACH.stream().map(a::equals));
      Stream<Object> hashes =
          EACH.stream()
              .map(
                  a ->
                      a.hashCode()
                          == new Every(a.z, a.b, a.s, a.c, a.i, a.l, a.f, a.d, a.text).hashCode());
      Stream<Object> none =
          Stream.of(new None().equals(new None()), new None().equals((Object) "x"));
      Stream<Object> chosen = Stream.of(new Dot(), new Line(0), new Line(7)).map(Answers::name);
      Stream<Object> any = Stream.of("", "text", 7, 7L, List.of()).map(Answers::kind);
      Stream<Object> nothing = Stream.of(kind(null));
      return Stream.of(equal, hashes, none, chosen, any, nothing)
          .flatMap(Function.identity())
          .toList();
    }

    private static String name(Shape shape) {
      return switch (shape) {
        case Dot _ -> "dot";
        case Line(int length) when length == 0 -> "no line";
        case Line _ -> "line";
      };
    }

    private static String kind(@Nullable Object any) {
      return switch (any) {
        case null -> "null";
        case String text when text.isEmpty() -> "empty";
        case CharSequence _ -> "text";
        case Integer _ -> "int";
        case Number _ -> "number";
        default -> "other";
      };
    }
  }

  @Test
  void recordsAndSwitchesDoWhatTheyDidBefore(@TempDir Path folder) throws Exception {
    Path here = folder(getClass());
    Path copy = folder.resolve(here.relativize(classFile(here, getClass())));
    Files.createDirectories(copy.getParent());
    try (Stream<Path> files = Files.list(classFile(here, getClass()).getParent())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, folder.resolve(here.relativize(file).toString()));
      }
    }
    assertThat(bootstraps(folder)).isNotEmpty();

    Process step =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "src/build/startup/InlineBootstraps.java",
                folder.toString(),
                System.getProperty("java.class.path"))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(step.getInputStream().readAllBytes(), UTF_8)).isEmpty();

    assertThat(bootstraps(folder)).isEmpty();
    try (URLClassLoader changed =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.startsWith(InlineBootstrapsTest.class.getName())
                ? findLoadedClass(name) == null ? findClass(name) : findLoadedClass(name)
                : super.loadClass(name, resolve);
          }
        }) {
      Object answers =
          changed.loadClass(Answers.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(((Callable<?>) answers).call()).isEqualTo(new Answers().call());
    }
  }

  @Test
  void noneIsLeftInWhatTheBuildMade() throws Exception {
    assertThat(bootstraps(folder(Value.class))).isEmpty();
  }

  private static Path folder(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path classFile(Path folder, Class<?> type) {
    return folder.resolve(type.getName().replace('.', '/') + ".class");
  }

  /** The classes that have something for the step to write out. */
  private static List<String> bootstraps(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(InlineBootstrapsTest::hasBootstrap)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  private static boolean hasBootstrap(Path file) {
    try {
      return ClassFile.of().parse(file).methods().stream()
          .map(MethodModel::code)
          .flatMap(code -> code.stream().flatMap(CodeModel::elementStream))
          .anyMatch(element -> element instanceof InvokeDynamicInstruction call && isMeant(call));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static boolean isMeant(InvokeDynamicInstruction call) {
    return switch (call.bootstrapMethod().owner().displayName()) {
      case "SwitchBootstraps" ->
          call.name().equalsString("typeSwitch")
              && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
      case "ObjectMethods" -> !call.name().equalsString("toString");
      default -> false;
    };
  }
}
