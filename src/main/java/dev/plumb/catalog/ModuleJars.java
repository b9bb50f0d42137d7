package dev.plumb.catalog;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.PlumbModule;
import dev.plumb.value.Value;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.zip.ZipFile;

/**
 * Loads modules from jars, each with a class loader that sees plumb's classes and its own. A jar
 * lists its modules in META-INF/services, as {@link ServiceLoader} expects it.
 */
public final class ModuleJars {

  private static final int OTHERS_WRITE = 02;
  private static final int STICKY = 01000;

  private final Path folder;
  private final String user;
  private final Diagnostics problems = new Diagnostics();
  private final Map<String, String> origins = new LinkedHashMap<>();

  private ModuleJars(Path folder, String user) {
    this.folder = folder;
    this.user = user;
  }

  /**
   * The given modules and those of the jars.
   *
   * @param jars paths as the user wrote them
   * @param folder what relative paths are relative to
   * @param user who runs plumb
   * @throws dev.plumb.diagnostic.BadInputException with a problem for each jar that cannot be used
   */
  public static List<PlumbModule<?, ?>> add(
      List<PlumbModule<?, ?>> modules, List<Value.Text> jars, Path folder, String user) {
    ModuleJars loader = new ModuleJars(folder, user);
    List<PlumbModule<?, ?>> all = new ArrayList<>();
    modules.forEach(module -> loader.add(module, "plumb itself", Place.NONE, all));
    jars.forEach(jar -> loader.load(jar, all));
    loader.problems.throwIfErrors();
    return List.copyOf(all);
  }

  private void load(Value.Text named, List<PlumbModule<?, ?>> all) {
    Path jar = folder.resolve(named.text());
    try {
      if (!Files.isRegularFile(jar)) {
        problem("Module jar not found", named.place(), "There is no file " + jar + ".");
      } else if (isSafe(jar, named.place())) {
        open(jar, named, all);
      }
    } catch (IOException | ServiceConfigurationError | LinkageError | RuntimeException e) {
      problem(
          "Module jar cannot be loaded",
          named.place(),
          "The modules of %s could not be loaded:\n    %s".formatted(jar, e));
    }
  }

  /** A module runs with the rights of the user: nobody else may be able to put one there. */
  private boolean isSafe(Path jar, Place place) throws IOException {
    Path file = jar.toRealPath();
    String owner = Files.getOwner(file).getName();
    if (!owner.equals(user) && !owner.equals("root")) {
      problem(
          "Unsafe module jar",
          place,
          "%s belongs to %s. A module jar must belong to you or to root, since plumb runs its code."
              .formatted(jar, owner));
      return false;
    }
    int directory = mode(file.resolveSibling("."));
    if ((mode(file) & OTHERS_WRITE) != 0
        || ((directory & OTHERS_WRITE) != 0 && (directory & STICKY) == 0)) {
      problem(
          "Unsafe module jar",
          place,
          """
          Every user can replace %1$s, and plumb runs its code. Take that right away:
              chmod o-w %1$s %2$s\
          """
              .formatted(jar, file.getParent()));
      return false;
    }
    return true;
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  private void open(Path jar, Value.Text named, List<PlumbModule<?, ?>> all) throws IOException {
    // A class loader passes over a file that is no jar; this reports it.
    new ZipFile(jar.toFile()).close();
    // Stays open for the rest of the run: classes are loaded from it when first used.
    URLClassLoader classes =
        new URLClassLoader(
            named.text(), new URL[] {jar.toUri().toURL()}, PlumbModule.class.getClassLoader());
    int before = all.size();
    for (ServiceLoader.Provider<?> provider :
        ServiceLoader.load(PlumbModule.class, classes).stream().toList()) {
      PlumbModule<?, ?> module = (PlumbModule<?, ?>) provider.get();
      module.argReader();
      add(module, jar.toString(), named.place(), all);
    }
    if (all.size() == before && !problems.hasErrors()) {
      problem(
          "Module jar without modules",
          named.place(),
          """
          %s lists no modules. List their classes, a line each, in the file
              META-INF/services/%s\
          """
              .formatted(jar, PlumbModule.class.getName()));
    }
  }

  private void add(
      PlumbModule<?, ?> module, String origin, Place place, List<PlumbModule<?, ?>> all) {
    for (String name : module.info().names()) {
      String other = origins.putIfAbsent(name, origin);
      if (other != null) {
        problem(
            "Module name is taken",
            place,
            "The module \"%s\" of %s has the name of a module of %s. Give it another one."
                .formatted(name, origin, other));
        return;
      }
    }
    all.add(module);
  }

  private void problem(String summary, Place place, String detail) {
    problems.add(Diagnostic.error(summary, place, detail));
  }
}
