package dev.plumb.playbook.read;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.Severity;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads playbooks with all their imports. Templates are not rendered. Thread-safe. */
public final class PlaybookLoader {

  private final ModuleRegistry modules;
  private final List<Path> roleFolders;
  private final Decryption decryption;

  /**
   * @param modules the modules that tasks may name
   */
  public PlaybookLoader(ModuleRegistry modules) {
    this(modules, Decryption.NONE);
  }

  /**
   * @param decryption decrypts encrypted values
   */
  public PlaybookLoader(ModuleRegistry modules, Decryption decryption) {
    this(modules, List.of(Path.of("roles")), decryption);
  }

  /**
   * @param roleFolders where to search for roles that {@code roles} beside the playbook does not
   *     contain
   */
  public PlaybookLoader(ModuleRegistry modules, List<Path> roleFolders) {
    this(modules, roleFolders, Decryption.NONE);
  }

  private PlaybookLoader(ModuleRegistry modules, List<Path> roleFolders, Decryption decryption) {
    this.decryption = decryption;
    this.modules = modules;
    this.roleFolders = List.copyOf(roleFolders);
  }

  /**
   * @throws BadInputException with every problem of every file
   */
  public Playbook load(Path file) {
    return load(List.of(file)).getFirst();
  }

  /**
   * Reads several playbooks. A problem in a shared role is reported once.
   *
   * @throws BadInputException with every problem of every file
   */
  public List<Playbook> load(List<Path> files) {
    LoadContext loading = new LoadContext(modules, roleFolders, decryption);
    List<Playbook> playbooks = new ArrayList<>();
    for (Path file : files) {
      InheritedKeywords none = InheritedKeywords.empty(SearchPath.parentFolder(file));
      playbooks.add(new Playbook(file.toString(), readFile(loading, file, Place.NONE, none)));
    }
    List<Diagnostic> problems = loading.problems().all().stream().distinct().toList();
    if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
      throw new BadInputException(problems);
    }
    return playbooks;
  }

  private static List<Play> readFile(
      LoadContext loading, Path file, Place asked, InheritedKeywords around) {
    return loading.importing(
        file,
        asked,
        List.of(),
        () ->
            loading
                .file(file, asked)
                .map(value -> plays(loading, file, value, around))
                .orElse(List.of()));
  }

  private static List<Play> plays(
      LoadContext loading, Path file, Value value, InheritedKeywords around) {
    List<Play> plays = new ArrayList<>();
    if (!(value instanceof Value.Items items)) {
      loading
          .problems()
          .add(
              Diagnostic.error(
                  "Invalid playbook",
                  value.place(),
                  "A playbook must be a list of plays, but was "
                      + value.kind()
                      + ". Each play begins with \"- \":\n    - hosts: all\n      tasks: []"));
      return plays;
    }
    for (Value item : items.list()) {
      if (!(item instanceof Value.Entries entries)) {
        loading
            .problems()
            .add(
                Diagnostic.error(
                    "Invalid play",
                    item.place(),
                    "A play must be a mapping with \"hosts\", but was " + item.kind() + "."));
      } else {
        Optional<String> importKey =
            entries.map().keySet().stream()
                .filter(key -> TaskReader.shortName(key).equals("import_playbook"))
                .findFirst();
        if (importKey.isPresent()) {
          plays.addAll(importPlaybook(loading, file, entries, importKey.get(), around));
        } else {
          new PlayReader(loading, file).read(entries, around).ifPresent(plays::add);
        }
      }
    }
    return plays;
  }

  private static List<Play> importPlaybook(
      LoadContext loading,
      Path file,
      Value.Entries entries,
      String importKey,
      InheritedKeywords around) {
    Fields fields = loading.fields(entries, "");
    for (String key : entries.map().keySet()) {
      if (key.equals(importKey) || PlaybookKeywords.IMPORT_PLAYBOOK.contains(key)) {
        continue;
      }
      if (PlaybookKeywords.PLAY.contains(key)) {
        fields.reportError(
            "Keyword does not apply",
            entries.keyPlace(key),
            "\"%s\" does not apply to an import. Set it on the imported plays.".formatted(key));
      } else {
        fields.reportUnknown(key, "An import", PlaybookKeywords.IMPORT_PLAYBOOK);
      }
    }
    InheritedKeywords inner = around.mergedWith(fields);
    Optional<String> name = fields.name(importKey);
    if (name.isEmpty() && fields.value(importKey).isEmpty()) {
      fields.reportError(
          "Missing argument",
          entries.keyPlace(importKey),
          "\"import_playbook\" requires the name of the file to import.");
    }
    return name.map(
            n -> {
              Path imported = Path.of(SearchPath.parentFolder(file)).resolve(n).normalize();
              Place asked = entries.get(importKey).orElseThrow().place();
              return readFile(loading, imported, asked, inner);
            })
        .orElse(List.of());
  }
}
