package dev.plumb.playbook.yaml;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML 1.1 as Ansible does, into values with their places.
 *
 * <p>Creates only {@link Value}s, regardless of tags. The place of a text is its first character:
 * for a block scalar, in the line after the {@code |}.
 */
public final class YamlReader {

  /** Sufficient for inventories of thousands of hosts, but limits malicious files. */
  private static final int MAX_CODE_POINTS = 64 * 1024 * 1024;

  private YamlReader() {}

  /**
   * Reads the single document of a file; empty after a reported problem.
   *
   * @param file the path to open
   * @param name the name of the file in messages
   * @param asked where the file is referenced, or {@link Place#NONE}
   */
  public static Optional<Value> readFile(
      Path file, String name, Place asked, Diagnostics problems) {
    return readFile(file, name, asked, problems, Decryption.NONE);
  }

  /**
   * Reads a file that may be encrypted or contain encrypted values. In an encrypted variables file,
   * every value is a secret.
   */
  public static Optional<Value> readFile(
      Path file, String name, Place asked, Diagnostics problems, Decryption decryption) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      problems.add(
          Files.isDirectory(file)
              ? Diagnostic.error(
                  "Not a file", asked, "\"" + name + "\" is a directory, not a file.")
              : Files.exists(file)
                  ? Diagnostic.error(
                      "File not readable",
                      asked,
                      "The file \"" + name + "\" cannot be read. Check its permissions.")
                  : Diagnostic.error(
                      "File not found", asked, "There is no file \"" + name + "\"."));
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      SourceText source = new SourceText(name, text);
      return text.startsWith(Decryption.HEADER)
          ? readEncrypted(source, problems, decryption)
          : read(source, problems, decryption);
    } catch (CharacterCodingException e) {
      problems.add(
          Diagnostic.error(
              "Not a text",
              new Place(new SourceText(name, ""), 0, 0, 0),
              "The file \"" + name + "\" is not UTF-8 text. Save it as UTF-8."));
      return Optional.empty();
    }
  }

  private static Optional<Value> readEncrypted(
      SourceText source, Diagnostics problems, Decryption decryption) {
    Optional<Value> read =
        decryption
            .decrypt(source.text(), new Place(source, 1, 1, 0), problems)
            .flatMap(text -> read(SourceText.hidden(source.name(), text), problems, decryption));
    if (read.orElse(null) instanceof Value.Entries vars) {
      registerSecrets(vars, decryption);
    }
    return read;
  }

  private static void registerSecrets(Value value, Decryption decryption) {
    switch (value) {
      case Value.Items items -> items.list().forEach(item -> registerSecrets(item, decryption));
      case Value.Entries entries ->
          entries.map().values().forEach(item -> registerSecrets(item, decryption));
      case Value.Text _, Value.Num _ -> decryption.registerSecret(Secret.of(value.toString()));
      case Value.Bool _, Value.Null _, Value.Unknown _ -> {}
    }
  }

  /** Reads the single document of a text; empty after a reported problem. */
  public static Optional<Value> read(SourceText source, Diagnostics problems) {
    return read(source, problems, Decryption.NONE);
  }

  private static Optional<Value> read(
      SourceText source, Diagnostics problems, Decryption decryption) {
    String text = source.text();
    // Windows editors write a byte order mark, which the parser would treat as a character.
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(clean), options);
      Composer composer = new Composer(source, parser, problems, decryption);
      return Optional.of(document(source, parser, composer, problems));
    } catch (YAMLException e) {
      problems.add(YamlSyntaxErrors.explain(e, source));
    } catch (Composer.LimitExceededException e) {
      problems.add(e.diagnostic());
    }
    return Optional.empty();
  }

  private static Value document(
      SourceText source, ParserImpl parser, Composer composer, Diagnostics problems) {
    parser.getEvent(); // start of the stream
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return new Value.Null(new Place(source, 1, 1, 0));
    }
    parser.getEvent(); // start of the document
    Value value = composer.composeValue();
    parser.getEvent(); // end of the document
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      problems.add(
          Diagnostic.error(
              "Second document",
              composer.place(parser.peekEvent()),
              "A file contains one YAML document, but \"---\" begins a second one here. Move it to"
                  + " a separate file."));
    }
    return value;
  }
}
