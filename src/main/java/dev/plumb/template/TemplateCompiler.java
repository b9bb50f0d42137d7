package dev.plumb.template;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.log.Logger;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles templates and caches them. Thread-safe. */
final class TemplateCompiler {

  /** The variable that receives an expression's value. */
  static final String RESULT = "r";

  private static final String PREFIX = "<#assign " + RESULT + "=(";
  private static final String SUFFIX = ")>";

  /** A playbook has hundreds; only generated texts could exceed the limit. */
  private static final int MAX_CACHED = 5000;

  private final Map<TemplateSource.Kind, Map<String, Compiled>> compiled =
      new EnumMap<>(TemplateSource.Kind.class);
  private final Map<TemplateSource.Kind, Map<String, Optional<FastTemplate>>> fastTemplate =
      new EnumMap<>(TemplateSource.Kind.class);
  private @Nullable Configuration configuration;

  TemplateCompiler() {
    for (TemplateSource.Kind kind : TemplateSource.Kind.values()) {
      compiled.put(kind, new ConcurrentHashMap<>());
      fastTemplate.put(kind, new ConcurrentHashMap<>());
    }
  }

  /**
   * @param typed whether it yields a value, in the variable {@link #RESULT}, instead of a text
   * @param shift the number of columns added to the first line for FreeMarker
   */
  record Compiled(Template template, boolean typed, int shift) {}

  /** Returns the template in a form that does not need FreeMarker, or null. */
  @Nullable FastTemplate fastTemplate(TemplateSource written) {
    Optional<FastTemplate> fast = cached(fastTemplate, written, FastTemplate::of);
    if (fast.isPresent()) { // startup: fast-template
      return fast.get();
    }
    return null;
  }

  /**
   * @throws BadInputException with the syntax error
   */
  Compiled compile(TemplateSource written) {
    return cached(compiled, written, this::parse);
  }

  private static <T> T cached(
      Map<TemplateSource.Kind, Map<String, T>> caches,
      TemplateSource written,
      Function<TemplateSource, T> make) {
    Map<String, T> cache = Objects.requireNonNull(caches.get(written.kind()));
    T known = cache.get(written.text());
    if (known != null) {
      return known;
    }
    T made = make.apply(written);
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    cache.put(written.text(), made);
    return made;
  }

  /** Returns FreeMarker, which is initialized on first use because that is slow. */
  synchronized Configuration freeMarker() {
    if (configuration == null) {
      configuration = configuration();
    }
    return configuration;
  }

  private Compiled parse(TemplateSource written) {
    String text = written.text();
    return switch (written.kind()) {
      case FILE -> plain(written);
      case TEXT ->
          Interpolation.isWhole(text)
              ? typed(written, Interpolation.inner(text), Interpolation.OPEN.length())
              : plain(written);
      // "${x}" has redundant braces in an expression, but its meaning is clear.
      case EXPRESSION ->
          Interpolation.isWhole(text)
              ? typed(written, Interpolation.inner(text), Interpolation.OPEN.length())
              : typed(written, text, 0);
    };
  }

  private Compiled plain(TemplateSource written) {
    try {
      return new Compiled(template(written.text()), false, 0);
    } catch (ParseException e) {
      throw new BadInputException(TemplateSyntaxErrors.explain(e, written, 0));
    }
  }

  private Compiled typed(TemplateSource written, String expression, int prefix) {
    try {
      return new Compiled(template(PREFIX + expression + SUFFIX), true, PREFIX.length() - prefix);
    } catch (ParseException e) {
      throw new BadInputException(asInterpolation(written, expression, prefix, e));
    }
  }

  /** Compiles as an interpolation for an error message without the internal directive. */
  private Diagnostic asInterpolation(
      TemplateSource written, String expression, int prefix, ParseException first) {
    int shift = Interpolation.OPEN.length() - prefix;
    try {
      template(Interpolation.OPEN + expression + Interpolation.CLOSE);
      return TemplateSyntaxErrors.explain(first, written, PREFIX.length() - prefix);
    } catch (ParseException e) {
      return TemplateSyntaxErrors.explain(e, written, shift);
    }
  }

  private Template template(String text) throws ParseException {
    try {
      return new Template(null, new StringReader(text), freeMarker());
    } catch (ParseException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("A text cannot fail to be read. This is a bug in plumb.", e);
    }
  }

  private static Configuration configuration() {
    disableLogging();
    Configuration c = new Configuration(Configuration.VERSION_2_3_34);
    c.setLocale(Locale.ROOT);
    c.setTimeZone(TimeZone.getTimeZone("UTC"));
    c.setDefaultEncoding("UTF-8");
    c.setOutputEncoding("UTF-8");
    c.setNumberFormat("c");
    c.setBooleanFormat("c");
    c.setTagSyntax(Configuration.ANGLE_BRACKET_TAG_SYNTAX);
    c.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
    c.setAutoEscapingPolicy(Configuration.DISABLE_AUTO_ESCAPING_POLICY);
    c.setRecognizeStandardFileExtensions(false);
    // One column per character keeps places exact.
    c.setTabSize(1);
    c.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    c.setAPIBuiltinEnabled(false);
    c.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    c.setAttemptExceptionReporter((exception, environment) -> {});
    c.setLogTemplateExceptions(false);
    c.setWrapUncheckedExceptions(false);
    return c;
  }

  /** Prevents FreeMarker from probing four logging libraries at start. */
  @SuppressWarnings("deprecation") // the alternative is a system property
  private static void disableLogging() {
    try {
      Logger.selectLoggerLibrary(Logger.LIBRARY_NONE);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("No logging needs no class. This is a bug in plumb.", e);
    }
  }
}
