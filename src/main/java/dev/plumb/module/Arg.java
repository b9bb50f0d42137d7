package dev.plumb.module;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a spec record: an argument of the module.
 *
 * <p>The argument's name is the component's in snake_case. It is required unless its type is {@code
 * Optional}, {@code List} or {@code Map}, or it has a {@link #defaultValue}. Reading,
 * unknown-argument errors, {@code plumb doc} and the completeness test all come from here.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Arg {

  /** One or two sentences for {@code plumb doc}. */
  String doc();

  /** A value as it would stand in a playbook. */
  String example();

  /** Other names that Ansible takes for it. */
  String[] aliases() default {};

  /** The value when it is absent, as it would stand in a playbook. */
  String defaultValue() default "";

  /** Whether it takes the module's value when that is a plain text: {@code command: uptime}. */
  boolean freeForm() default false;

  /** Whether it takes all keys that no other argument takes: {@code set_fact}. */
  boolean rest() default false;

  /**
   * For components of type {@code Content} and {@code FileSource}: what the text in the playbook
   * is.
   */
  Source from() default Source.TEXT;

  /**
   * For components of type {@code FileSource}: the argument that, when true, makes the text a path
   * on the host itself. Ansible calls it {@code remote_src}.
   */
  String onHostWhen() default "";

  /**
   * For components of type {@code FileTree}: the file in the folder that says, in the words of
   * {@code .dockerignore}, what of it to leave out.
   */
  String ignoreFile() default "";

  /** Where a {@code Content} comes from. */
  enum Source {
    /** The text itself is the content. */
    TEXT,
    /** The text names a file: beside the playbook, or in the role's {@code files}. */
    FILE,
    /** The text names a template: beside the playbook, or in the role's {@code templates}. */
    TEMPLATE
  }

  /** An argument that is described at run time. */
  @SuppressWarnings({"BadAnnotationImplementation", "ClassExplicitlyAnnotation"})
  record Literal(String doc, String example, String defaultValue) implements Arg {
    @Override
    public String[] aliases() {
      return new String[0];
    }

    @Override
    public boolean freeForm() {
      return false;
    }

    @Override
    public boolean rest() {
      return false;
    }

    @Override
    public Source from() {
      return Source.TEXT;
    }

    @Override
    public String onHostWhen() {
      return "";
    }

    @Override
    public String ignoreFile() {
      return "";
    }

    @Override
    public Class<Arg> annotationType() {
      return Arg.class;
    }
  }
}
