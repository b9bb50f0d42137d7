import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A step of the build: {@code java InlineBootstraps.java CLASSES CLASSPATH} replaces {@code
 * invokedynamic} in a directory of class files. Pattern switches become chains of instanceof;
 * equals and hashCode of records compare and hash their components. The JVM would generate hidden
 * classes for each, which no start-up cache contains: see docs/adr/0004.
 *
 * <p>The behaviour is that of java.lang.runtime.SwitchBootstraps.typeSwitch and ObjectMethods.
 * Switches with constant labels and toString stay unchanged. The step is idempotent.
 */
final class InlineBootstraps {

  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private final ClassFile format;

  private InlineBootstraps(ClassLoader hierarchy) {
    format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(hierarchy)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[0]);
    List<URL> urls = new ArrayList<>(List.of(url(classes)));
    for (String part : args[1].split(":")) {
      urls.add(url(Path.of(part)));
    }
    try (URLClassLoader hierarchy = new URLClassLoader(urls.toArray(URL[]::new));
        Stream<Path> files = Files.walk(classes)) {
      InlineBootstraps step = new InlineBootstraps(hierarchy);
      files.filter(file -> file.toString().endsWith(".class")).forEach(step::writeOut);
    }
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toAbsolutePath().toUri().toURL();
  }

  private void writeOut(Path file) {
    try {
      ClassModel model = format.parse(file);
      List<InvokeDynamicInstruction> found = new ArrayList<>();
      byte[] result =
          format.transformClass(
              model,
              ClassTransform.transformingMethodBodies(
                      (code, element) -> {
                        if (element instanceof InvokeDynamicInstruction call && isKnown(call)) {
                          code.invokestatic(
                              model.thisClass().asSymbol(),
                              name(found.size()),
                              call.typeSymbol(),
                              model.flags().has(AccessFlag.INTERFACE));
                          found.add(call);
                        } else {
                          code.with(element);
                        }
                      })
                  .andThen(
                      ClassTransform.endHandler(
                          type -> {
                            for (int i = 0; i < found.size(); i++) {
                              InvokeDynamicInstruction call = found.get(i);
                              type.withMethodBody(
                                  name(i),
                                  call.typeSymbol(),
                                  ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
                                  code -> body(call, code));
                            }
                          })));
      if (!found.isEmpty()) {
        Files.write(file, result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static String name(int number) {
    return "without$" + number;
  }

  private static boolean isKnown(InvokeDynamicInstruction call) {
    String owner = call.bootstrapMethod().owner().displayName();
    String name = call.name().stringValue();
    return owner.equals("SwitchBootstraps")
            && name.equals("typeSwitch")
            && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance)
        || owner.equals("ObjectMethods") && (name.equals("equals") || name.equals("hashCode"));
  }

  private static void body(InvokeDynamicInstruction call, CodeBuilder code) {
    switch (call.name().stringValue()) {
      case "equals" -> compare(call.typeSymbol().parameterType(0), components(call), code);
      case "hashCode" -> hash(components(call), code);
      default -> choose(call.bootstrapArgs(), code);
    }
  }

  /** The getters of the components, which follow the type and the names in the arguments. */
  private static List<DirectMethodHandleDesc> components(InvokeDynamicInstruction call) {
    return call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
  }

  /**
   * (value, first) -> index: -1 for null, else that of the first matching label from {@code first}
   * on, else the number of labels.
   */
  private static void choose(List<ConstantDesc> labels, CodeBuilder code) {
    Label something = code.newLabel();
    code.aload(0).ifnonnull(something).iconst_m1().ireturn().labelBinding(something);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }

  /** (record, other) -> whether other is a record of the type with equal components. */
  private static void compare(
      ClassDesc type, List<DirectMethodHandleDesc> components, CodeBuilder code) {
    Label differs = code.newLabel();
    code.aload(1).instanceOf(type).ifeq(differs);
    for (DirectMethodHandleDesc component : components) {
      load(0, component, code);
      load(1, component, code);
      switch (TypeKind.from(type(component)).asLoadable()) {
        case INT -> code.if_icmpne(differs);
        case LONG -> code.lcmp().ifne(differs);
        case REFERENCE ->
            code.invokestatic(
                    OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                .ifeq(differs);
        // Not ==, because NaN must equal itself.
        case FLOAT, DOUBLE -> {
          ClassDesc number = type(component);
          code.invokestatic(box(number), "compare", MethodTypeDesc.of(CD_int, number, number))
              .ifne(differs);
        }
        default -> throw new IllegalStateException(component.toString());
      }
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  private static void hash(List<DirectMethodHandleDesc> components, CodeBuilder code) {
    code.iconst_0();
    for (DirectMethodHandleDesc component : components) {
      code.loadConstant(31).imul();
      load(0, component, code);
      ClassDesc type = type(component);
      code.invokestatic(
              type.isPrimitive() ? box(type) : OBJECTS,
              "hashCode",
              MethodTypeDesc.of(CD_int, type.isPrimitive() ? type : CD_Object))
          .iadd();
    }
    code.ireturn();
  }

  private static void load(int slot, DirectMethodHandleDesc component, CodeBuilder code) {
    code.aload(slot).checkcast(component.owner());
    code.getfield(component.owner(), component.methodName(), type(component));
  }

  private static ClassDesc type(DirectMethodHandleDesc component) {
    return component.invocationType().returnType();
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (primitive.displayName()) {
      case "boolean" -> ClassDesc.of("java.lang.Boolean");
      case "byte" -> ClassDesc.of("java.lang.Byte");
      case "char" -> ClassDesc.of("java.lang.Character");
      case "short" -> ClassDesc.of("java.lang.Short");
      case "int" -> ClassDesc.of("java.lang.Integer");
      case "long" -> ClassDesc.of("java.lang.Long");
      case "float" -> ClassDesc.of("java.lang.Float");
      default -> ClassDesc.of("java.lang.Double");
    };
  }
}
