package dev.plumb.declared;

import dev.plumb.declared.DeclaredState.Answer;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.TextFile;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A read-only question of a module and how its answer becomes a value. */
sealed interface ProbeDeclaration {

  /** What sh ends with when there is no such program. */
  int NO_SUCH_PROGRAM = 127;

  Probe<Answer> probe(Environment environment);

  /**
   * The output of a program.
   *
   * @param statuses those with which it has answered; with any other the probe has failed
   */
  record Program(
      List<Value> words,
      Optional<Value> input,
      Set<Integer> statuses,
      AnswerFormat format,
      Value missing)
      implements ProbeDeclaration {

    @Override
    public Probe<Answer> probe(Environment environment) {
      Command plain = Command.of(environment.words(words));
      Command command =
          input.map(text -> plain.withInput(Bytes.utf8(environment.text(text)))).orElse(plain);
      return Probe.of(command, exited -> read(command, exited));
    }

    private Reading<Answer> read(Command command, Exec.Exited exited) {
      if (exited.status() == NO_SUCH_PROGRAM && !statuses.contains(NO_SUCH_PROGRAM)) {
        return Reading.of(new Answer.NoProgram(command.words().getFirst()));
      }
      if (!statuses.contains(exited.status())) {
        return Reading.unreadable(
            "\"%s\" ended with status %d, which is not an answer.%s"
                .formatted(
                    command,
                    exited.status(),
                    exited.err().isBlank()
                        ? ""
                        : " It reported:\n" + exited.err().strip().indent(4).stripTrailing()));
      }
      return format
          .read("\"" + command + "\"", exited.status(), exited.out(), missing)
          .map(Answer.Known::new);
    }
  }

  /** The content of a file. */
  record FileContent(Value path, AnswerFormat format, Value missing) implements ProbeDeclaration {

    @Override
    public Probe<Answer> probe(Environment environment) {
      RemotePath file = environment.typed(path, RemotePath::of);
      return TextFile.probe(file)
          .flatMap(
              found ->
                  switch (found) {
                    case TextFile.Missing _ -> Reading.of(new Answer.Known(missing));
                    case TextFile.Present present ->
                        format
                            .read("The file " + file, 0, present.text(), missing)
                            .map(Answer.Known::new);
                  });
    }
  }

  /** What exists at a path. */
  record FileStat(Value path) implements ProbeDeclaration {

    @Override
    public Probe<Answer> probe(Environment environment) {
      return FileEntry.probe(environment.typed(path, RemotePath::of).value())
          .map(entry -> new Answer.Known(Value.map(properties(entry))));
    }

    /** Every property has a value for a missing file too, so that expressions need no default. */
    private static Map<String, Value> properties(FileEntry entry) {
      Map<String, Value> all = new LinkedHashMap<>();
      boolean exists = false;
      if (entry instanceof FileEntry.Present present) {
        exists = true;
        FileAttributes attributes = present.attributes();
        all.put("mode", Value.text(attributes.mode().toString()));
        all.put("owner", Value.text(attributes.owner()));
        all.put("group", Value.text(attributes.group()));
        all.put("size", Value.number(attributes.size()));
      } else {
        List.of("mode", "owner", "group").forEach(name -> all.put(name, Value.text("")));
        all.put("size", Value.number(0));
      }
      boolean link = entry instanceof FileEntry.Link;
      all.put("exists", Value.bool(exists));
      all.put("kind", Value.text(link ? "link" : entry.describe()));
      all.put(
          "target", Value.text(entry instanceof FileEntry.Link(String target, _) ? target : ""));
      return all;
    }
  }
}
